import type { Weights } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { createKubernetesControl } from '../kubernetes/create-kubernetes-control.ts'
import type { SegmentObject } from '../kubernetes/cluster-settings.ts'
import type { Dialect } from '../kubernetes/dialect.ts'
import type { KubernetesObject } from '../kubernetes/wire.ts'
import type { IstioSettings, IstioTarget } from './settings.ts'
import { MOST_WEIGHT, ServiceStatus, VirtualService, type Destination } from './wire.ts'

export function createIstioControl(input: { settings: IstioSettings; clock: Clock }): Control {
  return createKubernetesControl({ ...input, dialect: dialectOf(input.settings) })
}

function dialectOf({ targets }: IstioSettings): Dialect {
  return {
    driver: 'istio',
    kind: 'virtualservices.networking.istio.io',
    path: ({ namespace, name }) => `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices/${name}`,
    most: MOST_WEIGHT,
    zeroAll: 'refused',
    weightsIn(object, { rule }) {
      const routes = routesIn(object, rule)
      if (routes === null) return null
      const weights: Record<string, number> = {}
      for (const target of targets) {
        const route = routes.find((each) => isOf(target, each))
        // A destination alone gets everything, whatever stands there; among others an absent weight is none.
        if (route !== undefined) weights[target.id] = routes.length === 1 ? MOST_WEIGHT : (route.weight ?? 0)
      }
      return weights
    },
    withWeights: (object, segment, weights) => changed(object, segment, targets, weights),
    isTaken(object) {
      const status = ServiceStatus.safeParse(object.status)
      return status.success ? status.data.observedGeneration >= object.metadata.generation : null
    },
    jq: ({ rule }, weights) => {
      const rows = targets.flatMap((target) => {
        const weight = weights[target.id]
        if (weight === undefined) return []
        const subset = target.subset === undefined ? '' : ` and .destination.subset == ${JSON.stringify(target.subset)}`
        return [
          `if .destination.host == ${JSON.stringify(hostOf(target))}${subset} then .weight = ${weight} else . end`,
        ]
      })
      return `.spec.http[${rule}].route |= map(${rows.join(' | ')})`
    },
  }
}

function hostOf(target: IstioTarget): string {
  return target.host ?? target.id
}

function isOf(target: IstioTarget, { destination }: Destination): boolean {
  return destination.host === hostOf(target) && (target.subset === undefined || destination.subset === target.subset)
}

function routesIn(object: KubernetesObject, rule: number): Destination[] | null {
  const service = VirtualService.safeParse(object)
  return service.success ? (service.data.spec.http[rule]?.route ?? null) : null
}

function changed(
  object: KubernetesObject,
  { rule }: SegmentObject,
  targets: readonly IstioTarget[],
  weights: Weights,
): KubernetesObject | null {
  const service = VirtualService.safeParse(object)
  const routes = routesIn(object, rule)
  if (!service.success || routes === null) return null
  const named = targets.filter(({ id }) => weights[id] !== undefined)
  if (named.some((target) => !routes.some((each) => isOf(target, each)))) return null
  const route = routes.map((each) => {
    const weight = weights[named.find((target) => isOf(target, each))?.id ?? '']
    return weight === undefined ? each : { ...each, weight }
  })
  const http = service.data.spec.http.map((each, index) => (index === rule ? { ...each, route } : each))
  return { ...service.data, spec: { ...service.data.spec, http } }
}
