import { OUTCOMES, type World, type WorldEdge } from '#mocks/world/world.ts'
import { instancesInZone } from '#mocks/world/zone-placement.ts'
import { CLIENT_CALL, FAILURE, RESULT, SERVER_CALL, SERVER_INFLIGHT } from '#bff/sources/atlas/wire-expressions.ts'
import type { Recorder } from '../recorder.ts'
import { nodeAt, regionIdOf, reportingRegion } from '../world-labels.ts'
import type { Tags } from './stack-language.ts'

/** What the simulated company's services publish by Spectator: a series each, with its value at an instant. */
export interface WorldSeries {
  tags: Tags
  /** Whose telemetry it is. */
  region: string
  /** Of so many instances alike. */
  instances(moment: Moment): number
  /** NaN where nothing is known. */
  valueAt(moment: Moment): number
  /** Counts per bucket of latency a second; null of what is no timer. */
  bucketsAt: ((moment: Moment) => Float64Array | null) | null
}

/** A step by the instant it ends at, UTC ms; samples after `until` are not known. */
export interface Moment {
  at: number
  stepMs: number
  until: number
}

/** A gauge that each instance has once. */
export const INSTANCE_GAUGE = 'jvm.uptime'
/** How many requests an instance of this company may work on at once. */
export const INFLIGHT_LIMIT = 200

const FARED = { success: ['good', 'degraded'], [FAILURE]: ['error', 'timeout'] } as const

export function createWorldSeries(world: World, recorder: Recorder): WorldSeries[] {
  const rates = memoised((part, { at, stepMs, until }) => recorder.rates(part, { at, windowMs: stepMs, until }))
  const { edges, nodes, regions } = world.catalog
  return [
    ...edges.flatMap((edge, row) => seriesOfEdge({ world, rates, edge, row })),
    ...nodes.flatMap((node, row) => {
      if (node.region < 0) return []
      const region = regionIdOf(world.catalog, node.region)
      const own = { 'nf.app': node.service, 'nf.region': region }
      const gaugeAt = (name: 'saturation' | 'instancesReady', { at, until }: Moment) =>
        recorder.gauge(name, at, until)?.[row] ?? NaN
      return [
        gauge({ ...own, name: SERVER_INFLIGHT, statistic: 'max' }, region, (moment) => {
          return gaugeAt('saturation', moment) * INFLIGHT_LIMIT
        }),
        ...node.zones.map((zone, place) => ({
          ...gauge({ ...own, name: INSTANCE_GAUGE, statistic: 'gauge', 'nf.zone': zone }, region, () => 1),
          instances: (moment: Moment) =>
            instancesInZone(gaugeAt('instancesReady', moment), place, regions[node.region]?.zones.length ?? 1),
        })),
      ]
    }),
  ]
}

type Rates = (part: 'requests' | 'latency' | 'zones', moment: Moment) => Float64Array | null

interface EdgeFacts {
  world: World
  rates: Rates
  edge: WorldEdge
  row: number
}

/** Callers within the fleet publish what they call; of what comes from outside, the servers do, zone by zone. */
function seriesOfEdge(facts: EdgeFacts): WorldSeries[] {
  const { world, edge } = facts
  const source = nodeAt(world, edge.source)
  const target = nodeAt(world, edge.target)
  if (source.region >= 0) {
    return callSeries(facts, {
      name: CLIENT_CALL,
      'nf.app': source.service,
      'nf.region': regionIdOf(world.catalog, source.region),
      'ipc.server.app': target.service,
      'ipc.server.region': regionIdOf(world.catalog, target.region),
      'ipc.protocol': edge.protocol,
    })
  }
  if (target.region < 0) return []
  const own = {
    name: SERVER_CALL,
    'nf.app': target.service,
    'nf.region': regionIdOf(world.catalog, target.region),
  }
  return target.zones.flatMap((zone, place) => callSeries(facts, { ...own, 'nf.zone': zone }, place))
}

/** A timer's count, its failures apart, its longest and its total; `zone`: only the share of this place. */
function callSeries({ world, rates, edge, row }: EdgeFacts, own: Record<string, string>, zone?: number): WorldSeries[] {
  const region = regionIdOf(world.catalog, reportingRegion(world, edge))
  const bounds = world.catalog.latencyBucketsMs
  const target = nodeAt(world, edge.target)
  const shareOf = (moment: Moment) => (zone === undefined ? 1 : zoneShare(rates('zones', moment), target, zone))
  const countOf = (outcomes: readonly string[], moment: Moment) => {
    const found = rates('requests', moment)
    if (found === null) return NaN
    const places = OUTCOMES.flatMap((outcome, index) => (outcomes.includes(outcome) ? [index] : []))
    return places.reduce((sum, index) => sum + (found[row * OUTCOMES.length + index] ?? NaN), 0) * shareOf(moment)
  }
  const buckets = (moment: Moment) => {
    const width = bounds.length + 1
    return rates('latency', moment)?.subarray(row * width, (row + 1) * width) ?? null
  }
  const overBuckets = (moment: Moment, sum: (found: Float64Array, ms: (bucket: number) => number) => number) => {
    const found = buckets(moment)
    return found === null ? NaN : sum(found, (bucket) => bounds[bucket] ?? bounds.at(-1) ?? NaN)
  }
  const counters = Object.entries(FARED).map(([result, outcomes]) => ({
    ...gauge({ ...own, statistic: 'count', [RESULT]: result }, region, (moment) => countOf(outcomes, moment)),
    // A timer's buckets are published once, whatever became of the calls.
    bucketsAt: result === FAILURE ? null : buckets,
  }))
  if (zone !== undefined) return counters
  return [
    ...counters,
    gauge({ ...own, statistic: 'totalTime' }, region, (moment) =>
      overBuckets(moment, (found, ms) => found.reduce((sum, count, bucket) => sum + (count * ms(bucket)) / 1_000, 0)),
    ),
    gauge({ ...own, statistic: 'max' }, region, (moment) =>
      overBuckets(moment, (found, ms) => ms(found.findLastIndex((count) => count > 0)) / 1_000),
    ),
  ]
}

/** Of a region's entry requests; evenly where none is counted. */
function zoneShare(
  zones: Float64Array | null,
  node: { region: number; zones: readonly string[] },
  zone: number,
): number {
  const inZone = (place: number) =>
    OUTCOMES.reduce((sum, _, index) => sum + (zones?.[(node.region * 3 + place) * OUTCOMES.length + index] ?? 0), 0)
  const total = node.zones.reduce((sum, _, place) => sum + inZone(place), 0)
  return total > 0 ? inZone(zone) / total : 1 / node.zones.length
}

function gauge(tags: Tags, region: string, valueAt: WorldSeries['valueAt']): WorldSeries {
  return { tags, region, valueAt, instances: () => 1, bucketsAt: null }
}

/** All series of one moment read the same rates. */
function memoised(read: Rates): Rates {
  let known = new Map<string, Float64Array | null>()
  return (part, moment) => {
    const key = `${part} ${moment.at} ${moment.stepMs} ${moment.until}`
    const held = known.get(key)
    if (held !== undefined) return held
    if (known.size > 200) known = new Map()
    const found = read(part, moment)
    known.set(key, found)
    return found
  }
}
