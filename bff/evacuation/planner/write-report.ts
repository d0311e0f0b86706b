import type { EvacuationScope, Plan, Prediction } from '#contract/evacuation/plan.ts'
import type { Run, RunEvent, StepVerdict } from '#contract/evacuation/run.ts'
import type { RegionId } from '#contract/ids.ts'
import { rate } from './envelope.ts'
import { wordsOfMs } from './stores-at-stake.ts'
import type { WaitingCurves } from './weigh-waiting.ts'

/** What the printable report says: made from the run alone, so that it can be made again and be the same. */
export interface EvacuationReport {
  title: string
  plan: Pick<Plan, 'id' | 'hash' | 'author' | 'reason' | 'profile' | 'failure' | 'placement' | 'direction' | 'scope'>
  approvedBy: string | null
  breakGlass: Run['breakGlass']
  outcome: { phase: Run['phase']; says: string }
  times: ReportTimes
  steps: readonly ReportStep[]
  regions: readonly ReportRegion[]
  /** Observed ÷ predicted gain of the saviors: what κ should have been over what it was; null where nobody saw it. */
  upliftSeen: { ratio: number; factor: number } | null
  overrides: Run['overrides']
  writes: { all: number; accepted: number; refused: number; unknown: number; triedAgain: number }
  stuckClients: string | null
  waiting: WaitingCurves | null
  timeline: readonly RunEvent[]
}

export interface ReportTimes {
  draftedAt: number
  approvedAt: number | null
  startedAt: number | null
  endedAt: number | null
  /** From the start to the end; null while it is not over. */
  ranMs: number | null
  /** Until health was green again, the run included; null where it never was, or nobody knows. */
  recoveryMs: number | null
  pausedMs: number
  predictedMs: number
}

export interface ReportStep {
  title: string
  estimateMs: number
  budgetMs: number
  tookMs: number | null
  wasStuck: boolean
}

export interface ReportRegion {
  region: string
  /** Shares of the scope's demand at the end, 0–1; null is unknown. */
  targetShare: number | null
  observedShare: number | null
  /** The largest distance between the two while the picture should have stood. */
  worstDifference: number | null
  predictedRequestsPerSecond: number | null
  observedRequestsPerSecond: number | null
}

export function writeReport(input: {
  run: Run
  /** When health was green again, UTC ms; null when it has not been. */
  healthyAt: number | null
  /** What each region carried once all was moved, requests/s, for what was predicted. */
  observed: Readonly<Record<RegionId, number>>
  waiting: WaitingCurves | null
}): EvacuationReport {
  const { run, observed } = input
  const { plan } = run
  const { id, hash, author, reason, profile, failure, placement, direction, scope } = plan
  return {
    title: `${direction === 'evacuate' ? 'Evacuation of' : 'Failback to'} ${nameOfScope(scope)}`,
    plan: { id, hash, author, reason, profile, failure, placement, direction, scope },
    approvedBy: run.approval?.by ?? null,
    breakGlass: run.breakGlass,
    outcome: { phase: run.phase, says: outcomeOf(run) },
    times: timesOf(run, input.healthyAt),
    steps: plan.steps.map(({ title, estimateMs, budgetMs }, index) => {
      const done = run.stepsDone.findLast(({ step }) => step === index)
      const tookMs = done === undefined ? null : done.verifiedAt - done.beganAt
      return { title, estimateMs, budgetMs, tookMs, wasStuck: tookMs !== null && tookMs > budgetMs }
    }),
    regions: regionsOf(run, observed),
    upliftSeen: upliftSeen(plan.prediction, scope.region, observed),
    overrides: run.overrides,
    writes: writesOf(run),
    stuckClients: run.stuckClients,
    waiting: input.waiting,
    timeline: run.events,
  }
}

function nameOfScope(scope: EvacuationScope): string {
  switch (scope.kind) {
    case 'region':
      return scope.region
    case 'zone':
      return `zone ${scope.zone} of ${scope.region}`
    case 'service':
      return `${scope.service} in ${scope.region}`
    case 'segment':
      return `${scope.segment} in ${scope.region}`
  }
}

const SAYS: Readonly<Record<StepVerdict, string>> = {
  verified: 'verified by its witnesses',
  settling: 'not yet verified',
  'not-effective': 'accepted by the planes but not effective',
  foreign: 'moved, but not by what the planes say',
  unknown: 'not verified: too little was seen',
}

function outcomeOf(run: Run): string {
  const { length } = run.plan.steps
  const done = new Set(run.stepsDone.map(({ step }) => step)).size
  const target = run.plan.direction === 'evacuate' ? 'evacuated' : 'restored'
  const whole = run.phase === 'evacuated' || run.phase === 'restored' ? target : run.phase
  return `${whole}; ${done} of ${length} steps; the last picture is ${SAYS[run.verdict]}`
}

function timesOf({ plan, approval, startedAt, endedAt, events }: Run, healthyAt: number | null): ReportTimes {
  return {
    draftedAt: plan.createdAt,
    approvedAt: approval?.at ?? null,
    startedAt,
    endedAt,
    ranMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
    // Green before the end says nothing of the run: recovered is when both are true.
    recoveryMs:
      startedAt === null || endedAt === null || healthyAt === null ? null : Math.max(healthyAt, endedAt) - startedAt,
    pausedMs: pausedMs(events, endedAt),
    predictedMs: plan.prediction.estimateMs,
  }
}

const GOES_ON: readonly RunEvent['kind'][] = ['resumed', 'hold', 'rolling-back', 'ended']

function pausedMs(events: readonly RunEvent[], endedAt: number | null): number {
  let since: number | null = null
  let sum = 0
  for (const { kind, at } of events) {
    if (kind === 'paused') since ??= at
    else if (since !== null && GOES_ON.includes(kind)) {
      sum += at - since
      since = null
    }
  }
  const last = endedAt ?? events.at(-1)?.at ?? 0
  return sum + (since === null ? 0 : Math.max(0, last - since))
}

function regionsOf({ plan, shares }: Run, observed: Readonly<Record<RegionId, number>>): ReportRegion[] {
  const last = shares.at(-1)
  const names =
    plan.scope.kind === 'zone' ? Object.keys(last?.target ?? {}) : plan.prediction.regions.map((each) => each.region)
  return names.map((region) => {
    const settled = shares.filter((each, index) => each.target[region] === shares[index - 1]?.target[region])
    const apart = settled.flatMap(({ target, observed: seen }) => {
      const share = seen[region]
      return share === null || share === undefined ? [] : [Math.abs(share - (target[region] ?? NaN))]
    })
    const load = plan.prediction.regions.find((each) => each.region === region)
    return {
      region,
      targetShare: last?.target[region] ?? null,
      observedShare: last?.observed[region] ?? null,
      worstDifference: apart.length === 0 ? null : Math.max(...apart),
      predictedRequestsPerSecond: load?.afterRequestsPerSecond ?? null,
      observedRequestsPerSecond: observed[region] ?? null,
    }
  })
}

/** κ as drills learn it: what the saviors really gained over what was moved without uplift. */
function upliftSeen(
  { regions, uplift }: Prediction,
  victim: RegionId,
  observed: Readonly<Record<RegionId, number>>,
): EvacuationReport['upliftSeen'] {
  let predicted = 0
  let seen = 0
  for (const { region, beforeRequestsPerSecond: before, afterRequestsPerSecond: after } of regions) {
    if (region === victim) continue
    if (before === null || after === null) return null
    predicted += after - before
    seen += (observed[region] ?? NaN) - before
  }
  const ratio = seen / predicted
  return Number.isFinite(ratio) ? { ratio, factor: uplift.factor * ratio } : null
}

function writesOf({ ledger }: Run): EvacuationReport['writes'] {
  const count = (...states: Run['ledger'][number]['state'][]) =>
    ledger.filter(({ state }) => states.includes(state)).length
  return {
    all: ledger.length,
    accepted: count('accepted', 'confirmed'),
    refused: count('refused'),
    unknown: count('unknown', 'intended'),
    triedAgain: ledger.filter(({ attempts }) => attempts > 1).length,
  }
}

/** One line for chat and the list of past runs: `use1 evacuated in 6.3 min, recovered in 8 min; predicted 6 min`. */
export function reportLine(report: EvacuationReport): string {
  const { ranMs, recoveryMs, predictedMs } = report.times
  const ran = ranMs === null ? 'not over' : `ran ${wordsOfMs(ranMs)}, predicted ${wordsOfMs(predictedMs)}`
  const recovered = recoveryMs === null ? 'recovery unknown' : `recovered in ${wordsOfMs(recoveryMs)}`
  const most = report.regions.toSorted(
    (one, other) => (other.observedRequestsPerSecond ?? 0) - (one.observedRequestsPerSecond ?? 0),
  )[0]
  const load = most?.observedRequestsPerSecond
  const peak = most === undefined || load === null || load === undefined ? '' : `; ${most.region} carried ${rate(load)}`
  return `${report.title}: ${report.outcome.phase}, ${ran}, ${recovered}${peak}`
}
