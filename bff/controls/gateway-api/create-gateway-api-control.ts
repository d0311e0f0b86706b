import type { Weights } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { createKubernetesControl } from '../kubernetes/create-kubernetes-control.ts'
import type { SegmentObject } from '../kubernetes/cluster-settings.ts'
import type { Dialect } from '../kubernetes/dialect.ts'
import type { KubernetesObject } from '../kubernetes/wire.ts'
import type { GatewayApiSettings } from './settings.ts'
import { ABSENT_WEIGHT, HttpRoute, MOST_WEIGHT, RouteStatus } from './wire.ts'

export function createGatewayApiControl(input: { settings: GatewayApiSettings; clock: Clock }): Control {
  return createKubernetesControl({ ...input, dialect: dialectOf(input.settings) })
}

function dialectOf(settings: GatewayApiSettings): Dialect {
  const backendOf = (id: string) => settings.targets.find((target) => target.id === id)?.backend ?? id
  return {
    driver: 'gateway-api',
    kind: 'httproutes.gateway.networking.k8s.io',
    path: ({ namespace, name }) => `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes/${name}`,
    most: MOST_WEIGHT,
    zeroAll: 'outage',
    weightsIn(object, { rule }) {
      const refs = refsIn(object, rule)
      if (refs === null) return null
      const weights: Record<string, number> = {}
      for (const { id } of settings.targets) {
        const ref = refs.find(({ name }) => name === backendOf(id))
        if (ref !== undefined) weights[id] = ref.weight ?? ABSENT_WEIGHT
      }
      return weights
    },
    withWeights: (object, segment, weights) => changed(object, segment, byName(weights, backendOf)),
    isTaken: isTaken,
    jq: ({ rule }, weights) =>
      `${JSON.stringify(byName(weights, backendOf))} as $w | .spec.rules[${rule}].backendRefs |= map(if $w[.name] != null then .weight = $w[.name] else . end)`,
  }
}

function byName(weights: Weights, backendOf: (id: string) => string): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).map(([id, weight]) => [backendOf(id), weight]))
}

function refsIn(object: KubernetesObject, rule: number) {
  const route = HttpRoute.safeParse(object)
  return route.success ? (route.data.spec.rules[rule]?.backendRefs ?? null) : null
}

function changed(
  object: KubernetesObject,
  { rule }: SegmentObject,
  weights: Readonly<Record<string, number>>,
): KubernetesObject | null {
  const route = HttpRoute.safeParse(object)
  const refs = refsIn(object, rule)
  if (!route.success || refs === null) return null
  if (Object.keys(weights).some((name) => refs.every((ref) => ref.name !== name))) return null
  const backendRefs = refs.map((ref) => {
    const weight = weights[ref.name]
    return weight === undefined ? ref : { ...ref, weight }
  })
  const rules = route.data.spec.rules.map((each, index) => (index === rule ? { ...each, backendRefs } : each))
  return { ...route.data, spec: { ...route.data.spec, rules } }
}

/** Every gateway it hangs on has accepted this very generation, with all its references; that is still no proof of traffic. */
function isTaken(object: KubernetesObject): boolean {
  const status = RouteStatus.safeParse(object.status)
  if (!status.success || status.data.parents.length === 0) return false
  return status.data.parents.every(({ conditions }) =>
    ['Accepted', 'ResolvedRefs'].every((type) =>
      conditions.some(
        (condition) =>
          condition.type === type &&
          condition.status === 'True' &&
          (condition.observedGeneration ?? -1) >= object.metadata.generation,
      ),
    ),
  )
}
