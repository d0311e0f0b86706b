import type { PlaneDescriptor, SegmentReading, Weights } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type { Control, ControlRefusal, ReadAnswer, WriteAnswer, WriteIntent } from '#bff/evacuation/control.ts'
import { parseJson } from '../exchange.ts'
import { quoted } from '../shell.ts'
import { createClusterApi, type ClusterApi, type ObjectAnswer } from './cluster-api.ts'
import type { SegmentObject } from './cluster-settings.ts'
import type { Dialect, KubernetesSettings } from './dialect.ts'
import { Mark, MARK_ANNOTATION, type KubernetesObject } from './wire.ts'

interface Call {
  settings: KubernetesSettings
  dialect: Dialect
  api: ClusterApi
}

/** Weights in objects of Kubernetes: each cluster an instance, each object a segment, replaced as it was read or not at all. */
export function createKubernetesControl(input: {
  settings: KubernetesSettings
  dialect: Dialect
  clock: Clock
}): Control {
  const { settings, dialect, clock } = input
  const open = new AbortController()
  const callOf = (instance: string, limitMs: number): Call | null => {
    const cluster = settings.clusters.find(({ id }) => id === instance)
    if (cluster === undefined) return null
    const api = createClusterApi({ cluster, until: clock.now() + limitMs, clock, signal: open.signal })
    return { settings, dialect, api }
  }
  const stranger = (instance: string) => refuse(`${settings.id} has no cluster ${instance}`)
  async function write(intent: WriteIntent, limitMs: number, dryRun: boolean): Promise<WriteAnswer> {
    const call = callOf(intent.instance, limitMs)
    return call === null ? stranger(intent.instance) : writeObjects(call, intent, dryRun)
  }
  return {
    descriptor: describe(settings, dialect),
    async read(instance, limitMs) {
      const call = callOf(instance, limitMs)
      return call === null ? stranger(instance) : readObjects(call, instance, clock)
    },
    write: (intent, limitMs) => write(intent, limitMs, false),
    dryRun: (intent, limitMs) => write(intent, limitMs, true),
    byHand: (intent) => byHand(settings, dialect, intent),
    readByHand: (instance) =>
      settings.segments
        .map(
          ({ namespace, name }) => `kubectl --context ${instance} -n ${namespace} get ${dialect.kind} ${name} -o yaml`,
        )
        .join('; '),
    async close() {
      open.abort()
    },
  }
}

async function objectsOf({ settings, dialect, api }: Call): Promise<ObjectAnswer[]> {
  return Promise.all(settings.segments.map((segment) => api.get(dialect.path(segment))))
}

async function readObjects(call: Call, instance: string, clock: Clock): Promise<ReadAnswer> {
  const { settings, dialect } = call
  const segments: SegmentReading[] = []
  const objects: KubernetesObject[] = []
  for (const [index, answer] of (await objectsOf(call)).entries()) {
    const segment = settings.segments[index]
    if (answer.kind !== 'object') return answer
    if (segment === undefined) continue
    objects.push(answer.object)
    segments.push(readingOf(dialect, segment, answer.object))
  }
  return { kind: 'read', reading: { instance, at: clock.now(), segments, revision: revisionOf(objects) } }
}

function readingOf(dialect: Dialect, segment: SegmentObject, object: KubernetesObject): SegmentReading {
  const weights = dialect.weightsIn(object, segment) ?? {}
  const isTaken = dialect.isTaken(object)
  const mark = Mark.safeParse(parseJson(object.metadata.annotations?.[MARK_ANNOTATION] ?? ''))
  return {
    segment: segment.id,
    weights,
    // Not taken yet, or refused: what acts is the one before, and that is not told.
    ...(isTaken === null ? {} : { effective: isTaken ? weights : {} }),
    ...(mark.success ? { mark: mark.data } : {}),
  }
}

/** Of specs alone: controllers write status as they please. */
function revisionOf(objects: readonly KubernetesObject[]): string {
  return objects.map(({ metadata }) => metadata.generation).join('.')
}

async function writeObjects(call: Call, intent: WriteIntent, dryRun: boolean): Promise<WriteAnswer> {
  const { settings, dialect, api } = call
  const answers = await objectsOf(call)
  const objects: KubernetesObject[] = []
  for (const answer of answers) {
    // So far only questions were asked.
    if (answer.kind === 'unknown') return { kind: 'refused', cause: 'unreachable', why: answer.why }
    if (answer.kind !== 'object') return answer
    objects.push(answer.object)
  }
  const revision = revisionOf(objects)
  if (intent.revision !== undefined && intent.revision !== revision) {
    return { kind: 'refused', cause: 'conflict', why: `it is at ${revision}, not at ${intent.revision}` }
  }
  const orders = []
  for (const split of intent.splits) {
    const index = settings.segments.findIndex(({ id }) => id === split.segment)
    const [segment, object] = [settings.segments[index], objects[index]]
    if (segment === undefined || object === undefined) return refuse(`${settings.id} has no segment ${split.segment}`)
    const wanted = orderFor({ settings, dialect, segment, object, weights: split.weights, mark: intent.mark })
    if (wanted.kind === 'refused') return wanted
    orders.push({ path: dialect.path(segment), object: wanted.object })
  }
  let done = 0
  for (const { path, object } of orders) {
    const answer = await api.put(path, object, dryRun)
    if (answer.kind === 'object') done += 1
    else if (done === 0) return answer
    else return { kind: 'unknown', why: `${done} of ${orders.length} objects were replaced, then: ${answer.why}` }
  }
  return { kind: 'accepted' }
}

function orderFor(input: {
  settings: KubernetesSettings
  dialect: Dialect
  segment: SegmentObject
  object: KubernetesObject
  weights: Weights
  mark: WriteIntent['mark']
}): { kind: 'order'; object: KubernetesObject } | ControlRefusal {
  const { settings, dialect, segment, object, weights, mark } = input
  for (const [id, weight] of Object.entries(weights)) {
    if (settings.targets.every((target) => target.id !== id)) return refuse(`${settings.id} has no target ${id}`)
    if (!Number.isInteger(weight) || weight < 0 || weight > dialect.most) {
      return refuse(`a weight of ${id} is a whole number from 0 to ${dialect.most}, not ${weight}`)
    }
  }
  const after = { ...dialect.weightsIn(object, segment), ...weights }
  if (Object.values(after).every((weight) => weight === 0)) return refuse(`every weight of ${segment.id} would be zero`)
  const changed = dialect.withWeights(object, segment, weights)
  if (changed === null) return refuse(`${segment.namespace}/${segment.name} has no place for these targets`)
  const { planId, epoch, step } = mark
  const annotations = { ...object.metadata.annotations, [MARK_ANNOTATION]: JSON.stringify({ planId, epoch, step }) }
  return { kind: 'order', object: { ...changed, metadata: { ...changed.metadata, annotations } } }
}

/** `kubectl replace` names the resourceVersion it got, as the driver does. */
function byHand(settings: KubernetesSettings, dialect: Dialect, intent: WriteIntent): string {
  const lines = intent.splits.map(({ segment: id, weights }) => {
    const segment = settings.segments.find((each) => each.id === id)
    if (segment === undefined) return `echo ${quoted(`there is no segment ${id}`)} >&2; false`
    const kubectl = `kubectl --context ${intent.instance} -n ${segment.namespace}`
    return `${kubectl} get ${dialect.kind} ${segment.name} -o json | jq ${quoted(dialect.jq(segment, weights))} | ${kubectl} replace -f -`
  })
  return lines.join(' && ')
}

function refuse(why: string): ControlRefusal {
  return { kind: 'refused', cause: 'invalid', why }
}

function describe(settings: KubernetesSettings, dialect: Dialect): PlaneDescriptor {
  const { id, clusters, targets, segments, services, effectDelayMs, stickiness } = settings
  const livesIn = clusters.flatMap((each) => (each.livesIn === undefined ? [] : [[each.id, each.livesIn] as const]))
  return {
    id,
    driver: dialect.driver,
    layer: 'proxy',
    instances: clusters.map((cluster) => cluster.id),
    targets: targets.map((target) => ({
      id: target.id,
      region: target.region,
      ...(target.zone === undefined ? {} : { zone: target.zone }),
    })),
    segments: segments.map((segment) => segment.id),
    ...(services === undefined ? {} : { services }),
    granularity: { least: 0, most: dialect.most },
    atomicScope: 'segment',
    compareAndSet: true,
    readBack: 'setting',
    effectDelayMs,
    stickiness,
    zeroAll: dialect.zeroAll,
    dryRun: true,
    metadataSlot: true,
    ...(livesIn.length === 0 ? {} : { livesIn: Object.fromEntries(livesIn) }),
  }
}
