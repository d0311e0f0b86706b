import type { FleetObservation, ProbeObservation } from '../ports.ts'
import type { SimPlane } from './sim-plane.ts'

/**
 * Where the users go: what the planes truly do, a little later. Requests follow with half a second's inertia and a few
 * clients that stay; observations are taken once a second, as counters and probes are.
 */
export interface SimTraffic {
  fleet(): FleetObservation
  probes(): ProbeObservation
  /** Share the region truly serves, 0–1. */
  shareOf(region: string): number
  state: TrafficState
}

export interface TrafficState {
  /** Regions whose telemetry does not arrive, and since when all of it. UTC is not asked. */
  lost: Set<string>
  lies: { victim: string } | null
  probesLost: boolean
  saturated: Set<string>
  errorsOf: Map<string, number>
  /** Share of the demand that stays with a region whatever the planes say. */
  stuck: { region: string; share: number } | null
}

const PROBES = 400
const EASE = 0.8

interface TrafficInput {
  regions: readonly string[]
  demand: number
  capacities: Readonly<Record<string, number>>
  planes: readonly SimPlane[]
  clock: { now(): number; steady(): number }
}

interface Flowing extends TrafficInput {
  state: TrafficState
  shares: Map<string, number>
  seenAt: Map<string, number>
  second: number
  fleet: FleetObservation
  probes: ProbeObservation
}

export function createSimTraffic(input: TrafficInput): SimTraffic {
  const { regions, clock } = input
  const flowing: Flowing = {
    ...input,
    state: { lost: new Set(), lies: null, probesLost: false, saturated: new Set(), errorsOf: new Map(), stuck: null },
    shares: new Map(regions.map((region) => [region, ruledShare(input, region)])),
    seenAt: new Map(regions.map((region) => [region, clock.now()])),
    second: -1,
    fleet: { at: clock.now(), regions: [], business: null },
    probes: { observedAt: clock.now(), answeredBy: {}, failed: 0 },
  }
  return {
    state: flowing.state,
    fleet() {
      catchUp(flowing)
      return flowing.fleet
    },
    probes() {
      catchUp(flowing)
      return flowing.probes
    },
    shareOf: (region) => ruledShare(input, region),
  }
}

/** Proxies rule where there are any; else names. */
function ruledShare({ planes }: Pick<TrafficInput, 'planes'>, region: string): number {
  const ruling = planes.find((each) => each.descriptor.layer === 'proxy') ?? planes[0]
  return ruling === undefined ? 0 : shareNow(ruling, region)
}

function catchUp(flowing: Flowing): void {
  const { shares, regions, clock } = flowing
  const current = Math.floor(clock.steady() / 1000)
  if (current <= flowing.second) return
  const beats = Math.min(8, current - flowing.second)
  for (const region of regions) {
    const truth = withStuck(flowing, region, ruledShare(flowing, region))
    shares.set(region, truth + ((shares.get(region) ?? 0) - truth) * (1 - EASE) ** beats)
  }
  flowing.second = current
  observe(flowing)
}

function withStuck({ state: { stuck } }: Flowing, region: string, share: number): number {
  if (stuck === null) return share
  return share * (1 - stuck.share) + (region === stuck.region ? stuck.share : 0)
}

function observe(flowing: Flowing): void {
  const { state, shares, seenAt, regions, demand, capacities, clock } = flowing
  // A sample is as old as the second it was counted in.
  const at = clock.now() - (clock.steady() % 1000)
  let served = 0
  const seen = regions.map((region) => {
    const truth = shares.get(region) ?? 0
    const share = state.lies === null ? truth : region === state.lies.victim ? 0 : 1 / (regions.length - 1)
    if (!state.lost.has(region)) seenAt.set(region, at)
    served += truth * demand * (1 - (state.errorsOf.get(region) ?? 0))
    return {
      region,
      observedAt: seenAt.get(region) ?? NaN,
      requestsPerSecond: state.lost.has(region) ? NaN : share * demand,
      errorShare: state.errorsOf.get(region) ?? 0.001,
      p99LatencyMs: 100,
      saturation: state.saturated.has(region) ? 0.97 : Math.min(0.85, (share * demand) / (capacities[region] ?? 1)),
      tightestService: null,
    }
  })
  flowing.fleet = { at, regions: seen, business: { name: 'orders', unit: 'orders/s', value: served, observedAt: at } }
  if (state.probesLost) return
  const answeredBy: Record<string, number> = {}
  for (const region of regions) answeredBy[region] = Math.round((shares.get(region) ?? 0) * PROBES)
  flowing.probes = { observedAt: at, answeredBy, failed: 0 }
}

/** Every instance that is up carries as much as any other, and so does every segment. */
export function shareNow(plane: SimPlane, region: string): number {
  const targets = plane.descriptor.targets.filter((target) => target.region === region)
  let sum = 0
  let places = 0
  for (const instance of plane.instances) {
    if (instance.isDown) continue
    for (const segment in instance.truth) {
      const weights = instance.truth[segment] ?? {}
      let total = 0
      let own = 0
      for (const target in weights) total += weights[target] ?? 0
      for (const target of targets) own += weights[target.id] ?? 0
      sum += total === 0 ? 0 : own / total
      places += 1
    }
  }
  return places === 0 ? 0 : sum / places
}
