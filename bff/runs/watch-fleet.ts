import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { RegionId } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import type { FleetObservation, RegionObservation, Telemetry } from '#bff/evacuation/ports.ts'

/**
 * The second witness: what regions work on, read from the newest frame. A region works on what arrives at its entry,
 * less what its entry services hand on to those of other regions, plus what they are handed: a proxy that empties a
 * region changes nothing at its entry.
 */
export function watchFleet(input: {
  newest: () => Frame | null
  roster: () => Roster
  /** UTC ms, where there is no frame yet. */
  now: () => number
}): Telemetry {
  return {
    observe(scope) {
      const frame = input.newest()
      return frame === null
        ? { at: input.now(), regions: [], business: null }
        : observeFrame(frame, input.roster(), scope)
    },
  }
}

export function observeFrame(frame: Frame, roster: Roster, scope: EvacuationScope): FleetObservation {
  /** Sample times are of the world's clock. */
  const aheadMs = frame.worldAt - frame.at
  const ofScope = demandOfScope(frame, roster, scope)
  const regions = frame.regionTotals.map((total, index): RegionObservation => {
    const region = roster.regions[index]?.id ?? ''
    return {
      region,
      observedAt: total.observedAt - aheadMs,
      requestsPerSecond: ofScope(region),
      errorShare: total.errorShare,
      p99LatencyMs: total.p99LatencyMs,
      saturation: 1 - total.headroomShare,
      tightestService: roster.nodes[total.tightestNode]?.service ?? null,
    }
  })
  return {
    at: frame.at,
    regions: [...regions, ...zonesOf(frame, roster, scope, aheadMs)],
    business: businessOf(frame, roster, aheadMs),
  }
}

function demandOfScope(frame: Frame, roster: Roster, scope: EvacuationScope): (region: RegionId) => number {
  switch (scope.kind) {
    case 'region':
    case 'zone': {
      const worked = workedOnByRegion(frame, roster)
      return (region) => worked.get(region) ?? NaN
    }
    case 'service':
      return (region) => {
        const row = roster.nodes.findIndex(
          (node) => node.service === scope.service && node.region === region && node.gone !== true,
        )
        return frame.nodes.requestsPerSecond[row] ?? NaN
      }
    case 'segment':
      // Frames do not tell countries apart.
      return () => NaN
  }
}

/**
 * As `servedByRegion`, but for regions that fail at their door. What is lost on its way in is counted as arrived, and
 * would stay with the region for ever, however well its proxies hand on. There the calls tell that its entry services make
 * within the region, against what such calls are for a request elsewhere.
 */
function workedOnByRegion(frame: Frame, roster: Roster): ReadonlyMap<RegionId, number> {
  const served = servedByRegion(frame, roster)
  const failing = new Set(
    roster.regions.flatMap(({ id }, index) =>
      (frame.regionTotals[index]?.errorShare ?? NaN) > FAILING_SHARE ? [id] : [],
    ),
  )
  if (failing.size === 0) return served
  const entries = new Set(roster.edges.flatMap(({ entry, target, gone }) => (entry && !gone ? [target] : [])))
  const calls = new Map<RegionId, number>()
  roster.edges.forEach((edge, row) => {
    const [from, to] = [roster.nodes[edge.source], roster.nodes[edge.target]]
    if (edge.gone || from === undefined || from.region !== to?.region || !entries.has(edge.source)) return
    calls.set(from.region, (calls.get(from.region) ?? 0) + (frame.edges.requestsPerSecond[row] ?? NaN))
  })
  let callsElsewhere = 0
  let requestsElsewhere = 0
  for (const [region, requests] of served) {
    const made = calls.get(region)
    if (failing.has(region) || made === undefined || Number.isNaN(made + requests)) continue
    callsElsewhere += made
    requestsElsewhere += requests
  }
  const callsPerRequest = callsElsewhere / requestsElsewhere
  return new Map(
    [...served].map(([region, requests]) => {
      const worked = (calls.get(region) ?? NaN) / callsPerRequest
      return [region, failing.has(region) && worked < requests ? worked : requests]
    }),
  )
}

const FAILING_SHARE = 0.05

/** Requests/s each region works on. */
export function servedByRegion(frame: Frame, roster: Roster): ReadonlyMap<RegionId, number> {
  const served = new Map(
    roster.regions.map(({ id }, index) => [id, frame.regionTotals[index]?.requestsPerSecond ?? NaN]),
  )
  const entries = new Set(roster.edges.flatMap(({ entry, target, gone }) => (entry && !gone ? [target] : [])))
  roster.edges.forEach((edge, row) => {
    const [from, to] = [roster.nodes[edge.source], roster.nodes[edge.target]]
    if (edge.gone || from === undefined || to === undefined || from.region === to.region) return
    if (!entries.has(edge.source) || !entries.has(edge.target)) return
    const handed = frame.edges.requestsPerSecond[row] ?? NaN
    served.set(from.region, (served.get(from.region) ?? NaN) - handed)
    served.set(to.region, (served.get(to.region) ?? NaN) + handed)
  })
  for (const [region, value] of served) served.set(region, Math.max(0, value))
  return served
}

/** For a zone's evacuation the zones of its region stand beside the regions. */
function zonesOf(frame: Frame, roster: Roster, scope: EvacuationScope, aheadMs: number): RegionObservation[] {
  if (scope.kind !== 'zone') return []
  return roster.zones.flatMap((zone, index) => {
    const total = frame.zoneTotals[index]
    if (zone.region !== scope.region || total === undefined) return []
    return [
      {
        region: zone.id,
        observedAt: total.observedAt - aheadMs,
        requestsPerSecond: total.requestsPerSecond,
        errorShare: total.errorShare,
        p99LatencyMs: NaN,
        saturation: NaN,
        tightestService: null,
      },
    ]
  })
}

function businessOf(frame: Frame, roster: Roster, aheadMs: number): FleetObservation['business'] {
  const [metric, total] = [roster.businessMetrics[0], frame.businessTotals[0]]
  if (metric === undefined || total === undefined) return null
  return { name: metric.name, unit: metric.unit, value: total.value, observedAt: total.observedAt - aheadMs }
}
