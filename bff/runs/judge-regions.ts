import type { Change } from '#contract/change.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { GLOBAL_REGION, type RegionId } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import { judgeRegion, type JudgedRegion } from '#bff/evacuation/verdict/judge-region.ts'
import type { StagedChange, SurvivorCalls, Testimony } from '#bff/evacuation/verdict/testimony.ts'
import type { ProbeBoard } from '#bff/probes/probe-board.ts'
import type { PlaneWatch } from './watch-planes.ts'

/** The verdict on each region, said anew every few seconds from all that was heard of it. */
export interface RegionJudge {
  judge(): void
  verdicts(): readonly RegionVerdict[]
}

const PROBE_SPAN_MS = 30_000

export function createRegionJudge(input: {
  newest: () => Frame | null
  roster: () => Roster
  board: ProbeBoard
  planes: Pick<PlaneWatch, 'planes'>
  /** Of the last hour. */
  changes: () => readonly Change[]
  now: () => number
}): RegionJudge {
  let judged = new Map<RegionId, JudgedRegion>()
  return {
    judge() {
      const frame = input.newest()
      const roster = input.roster()
      const now = input.now()
      judged = new Map(
        roster.regions.map(({ id }) => {
          const testimony: Testimony = {
            region: id,
            now,
            probes: input.board.windows({ asked: id, at: now, spanMs: PROBE_SPAN_MS }),
            planes: planesIn(id, input.planes),
            changes: stagedChanges(id, input.changes()),
            ...(frame === null ? { survivors: [], metrics: null, others: [] } : heardInside(id, frame, roster)),
          }
          return [id, judgeRegion(testimony, judged.get(id) ?? null)]
        }),
      )
    },
    verdicts: () => [...judged.values()].map(({ verdict }) => verdict),
  }
}

function heardInside(
  region: RegionId,
  frame: Frame,
  roster: Roster,
): Pick<Testimony, 'survivors' | 'metrics' | 'others'> {
  // Sample times are of the world's clock.
  const aheadMs = frame.worldAt - frame.at
  const totals = roster.regions.flatMap(({ id }, index) => {
    const total = frame.regionTotals[index]
    return total === undefined ? [] : [{ id, total }]
  })
  const own = totals.find(({ id }) => id === region)?.total
  const failing = new Set(totals.filter(({ total }) => total.errorShare > FAILING_SHARE).map(({ id }) => id))
  return {
    survivors: survivorCalls(region, frame, roster, { aheadMs, failing }),
    metrics:
      own === undefined
        ? null
        : {
            observedAt: own.observedAt - aheadMs,
            errorShare: own.errorShare,
            requestsPerSecond: own.requestsPerSecond,
            expectedRequestsPerSecond: NaN,
          },
    others: totals.flatMap(({ id, total }) =>
      id === region ? [] : [{ region: id, errorShare: total.errorShare, observedAt: total.observedAt - aheadMs }],
    ),
  }
}

/** A region that fails so much itself is no witness against those it calls: its calls fail for its own reasons. */
const FAILING_SHARE = 0.05

/** What other regions' services see of this one when they call it. */
function survivorCalls(
  region: RegionId,
  frame: Frame,
  roster: Roster,
  { aheadMs, failing }: { aheadMs: number; failing: ReadonlySet<RegionId> },
): SurvivorCalls[] {
  const calls = new Map<RegionId, { requests: number; errors: number; observedAt: number }>()
  roster.edges.forEach((edge, row) => {
    const [from, to] = [roster.nodes[edge.source], roster.nodes[edge.target]]
    if (edge.gone || from === undefined || to?.region !== region) return
    if (from.region === region || from.region === GLOBAL_REGION || failing.has(from.region)) return
    const requests = frame.edges.requestsPerSecond[row] ?? NaN
    const errorShare = frame.edges.errorShare[row] ?? NaN
    if (!(requests > 0) || Number.isNaN(errorShare)) return
    const observedAt = (frame.feedObservedAt[edge.feed] ?? NaN) - (frame.edges.lagMs[row] ?? 0) - aheadMs
    const sum = calls.get(from.region) ?? { requests: 0, errors: 0, observedAt: NaN }
    calls.set(from.region, {
      requests: sum.requests + requests,
      errors: sum.errors + requests * errorShare,
      observedAt: Number.isNaN(sum.observedAt) ? observedAt : Math.max(sum.observedAt, observedAt),
    })
  })
  return [...calls].map(([from, { requests, errors, observedAt }]) => ({
    from,
    requestsPerSecond: requests,
    errorShare: errors / requests,
    observedAt,
  }))
}

function planesIn(region: RegionId, { planes }: Pick<PlaneWatch, 'planes'>): Testimony['planes'] {
  return planes().flatMap(({ descriptor, instances }) =>
    instances.flatMap((state) => {
      const instance = state.kind === 'read' ? state.reading.instance : state.instance
      if (descriptor.livesIn?.[instance] !== region) return []
      const at = state.kind === 'read' ? state.reading.at : state.at
      return [{ plane: descriptor.id, instance, readable: state.kind === 'read', at }]
    }),
  )
}

/** Deploys of the last hour that reached this region, and where the same version stands elsewhere. */
function stagedChanges(region: RegionId, changes: readonly Change[]): StagedChange[] {
  const sameAs = (one: Change, other: Change) =>
    one.version !== undefined &&
    one.version === other.version &&
    one.services.some((service) => other.services.includes(service))
  return changes
    .filter(
      (change) => change.regions.includes(region) && (change.kind === 'deploy' || change.kind === 'configuration'),
    )
    .map((change) => {
      const elsewhere = changes.filter((other) => sameAs(change, other)).flatMap(({ regions }) => regions)
      const runsIn = [...new Set([...change.regions, ...elsewhere])].filter((id) => id !== region)
      return { what: change.title, at: change.startedAt, runsIn, comesTo: [] }
    })
}
