import type { PlaneDescriptor, Weights } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type { Control, ControlRefusal, WriteAnswer, WriteIntent } from '#bff/evacuation/control.ts'
import { quoted } from '../shell.ts'
import { createCluster, type Cluster } from './cluster.ts'
import type { ArcSettings } from './settings.ts'
import type { UpdateStates } from './wire.ts'

const INSTANCE = 'cluster'

/** Routing controls: a region is on (1) or off (0). Safety rules of the cluster are obeyed and never overridden from here. */
export function createArcControl(input: { settings: ArcSettings; clock: Clock }): Control {
  const { settings, clock } = input
  const open = new AbortController()
  const cluster = createCluster({ settings, clock, signal: open.signal })
  return {
    descriptor: describe(settings),
    async read(instance, limitMs) {
      if (instance !== INSTANCE) return refuse(`${settings.id} has no instance ${instance}`)
      const said = await cluster.states(clock.now() + limitMs)
      if (said.kind !== 'states') return said
      const segments = [{ segment: settings.segment, weights: weightsOf(settings, said.on) }]
      return { kind: 'read', reading: { instance: INSTANCE, at: clock.now(), segments } }
    },
    write: (intent, limitMs) => writeStates({ settings, cluster, clock, intent, limitMs }),
    byHand: (intent) => byHand(settings, intent),
    readByHand: () => {
      const [endpoint] = settings.endpoints
      return `aws route53-recovery-cluster list-routing-controls --control-panel-arn ${quoted(settings.controlPanelArn)} --region ${endpoint?.region} --endpoint-url ${quoted(endpoint?.url ?? '')}`
    },
    async close() {
      open.abort()
    },
  }
}

function weightsOf(settings: ArcSettings, on: ReadonlyMap<string, boolean>): Weights {
  const weights: Record<string, number> = {}
  for (const { id, routingControlArn } of settings.targets) {
    const isOn = on.get(routingControlArn)
    if (isOn !== undefined) weights[id] = isOn ? 1 : 0
  }
  return weights
}

async function writeStates(input: {
  settings: ArcSettings
  cluster: Cluster
  clock: Clock
  intent: WriteIntent
  limitMs: number
}): Promise<WriteAnswer> {
  const { settings, cluster, clock, intent, limitMs } = input
  if (intent.instance !== INSTANCE) return refuse(`${settings.id} has no instance ${intent.instance}`)
  const wanted = wantedOf(settings, intent)
  if (wanted.kind === 'refused') return wanted
  const until = clock.now() + limitMs
  // Finds an endpoint that lives, with a question that changes nothing.
  const said = await cluster.states(clock.now() + limitMs / 2)
  if (said.kind === 'unknown') return { kind: 'refused', cause: 'unreachable', why: said.why }
  if (said.kind !== 'states') return said
  const after = { ...weightsOf(settings, said.on), ...wanted.weights }
  if (Object.values(after).every((weight) => weight === 0)) return refuse('every routing control would be off')
  const answer = await cluster.update(said.by, updateOf(settings, wanted.weights), until)
  return answer.kind === 'updated' ? { kind: 'accepted' } : answer
}

function updateOf(settings: ArcSettings, weights: Weights): UpdateStates {
  return {
    UpdateRoutingControlStateEntries: settings.targets.flatMap(({ id, routingControlArn }) => {
      const weight = weights[id]
      if (weight === undefined) return []
      return [
        { RoutingControlArn: routingControlArn, RoutingControlState: weight > 0 ? ('On' as const) : ('Off' as const) },
      ]
    }),
  }
}

function wantedOf(settings: ArcSettings, intent: WriteIntent): { kind: 'wanted'; weights: Weights } | ControlRefusal {
  const weights: Record<string, number> = {}
  for (const split of intent.splits) {
    if (split.segment !== settings.segment) return refuse(`${settings.id} has no segment ${split.segment}`)
    for (const [id, weight] of Object.entries(split.weights)) {
      if (settings.targets.every((target) => target.id !== id)) return refuse(`${settings.id} has no target ${id}`)
      if (weight !== 0 && weight !== 1) return refuse(`a routing control is on (1) or off (0), not ${weight}`)
      weights[id] = weight
    }
  }
  return { kind: 'wanted', weights }
}

/** Any of the five endpoints will do: the line goes through them until one takes it. */
function byHand(settings: ArcSettings, intent: WriteIntent): string {
  const wanted = wantedOf(settings, intent)
  if (wanted.kind === 'refused') return `echo ${quoted(wanted.why)} >&2; false`
  const entries = quoted(JSON.stringify(updateOf(settings, wanted.weights).UpdateRoutingControlStateEntries))
  return settings.endpoints
    .map(
      ({ url, region }) =>
        `aws route53-recovery-cluster update-routing-control-states --update-routing-control-state-entries ${entries} --region ${region} --endpoint-url ${quoted(url)}`,
    )
    .join(' || ')
}

function refuse(why: string): ControlRefusal {
  return { kind: 'refused', cause: 'invalid', why }
}

function describe(settings: ArcSettings): PlaneDescriptor {
  const { id, targets, segment, services, effectDelayMs } = settings
  return {
    id,
    driver: 'arc',
    layer: 'switch',
    instances: [INSTANCE],
    targets: targets.map((target) => ({
      id: target.id,
      region: target.region,
      ...(target.zone === undefined ? {} : { zone: target.zone }),
    })),
    segments: [segment],
    ...(services === undefined ? {} : { services }),
    granularity: { least: 0, most: 1 },
    atomicScope: 'instance',
    compareAndSet: false,
    readBack: 'setting',
    effectDelayMs,
    stickiness: 'resolvers',
    zeroAll: 'refused',
    dryRun: false,
    metadataSlot: false,
  }
}
