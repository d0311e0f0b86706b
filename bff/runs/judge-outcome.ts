import type { LossCurve, RunOutcome } from '#contract/evacuation/forecast.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { RegionId } from '#contract/ids.ts'
import type { Series } from '#contract/series.ts'

/**
 * Planned against actual. Lost is who failed in the region that is left, and who failed in the saviors beyond what failed
 * there before the start; requests are counted as customers as the forecast does. A moment at which one of the regions
 * cannot be seen counts as unseen, never as nothing lost.
 */
export interface OutcomeInput {
  run: Run
  now: number
  /** From the start on; of the same points, the region's own and every savior's. */
  since: ReadonlyMap<RegionId, Seen>
  /** The share of requests that failed before the start, by region; NaN where unknown. */
  failedBefore: ReadonlyMap<RegionId, number>
  requestsPerSecondPerCustomer: number
  /** Used share that still counts as safe, 0–1. */
  utilisationCeiling: number
}

export type Seen = Pick<Series, 'at' | 'stepMs' | 'requestsPerSecond' | 'errorShare' | 'headroomShare'>

const MINUTE_MS = 60_000

export function judgeOutcome(input: OutcomeInput): RunOutcome {
  const { run, now } = input
  const observed = observedLoss(input)
  return {
    id: run.id,
    at: now,
    forecast: run.forecast ?? null,
    observed: { at: observed.at, customerMinutes: observed.customerMinutes },
    unseenMs: observed.unseenMs,
    tookMs: { planned: run.plan.prediction.estimateMs, actual: tookMs(run) },
    shortfallRequestsPerSecond: {
      planned: run.plan.prediction.shortfallRequestsPerSecond,
      actual: orNull(worstOf(observed.failedInSaviors)),
    },
    peakUtilisation: peakUtilisation(input),
    customerMinutes: scoreLoss(run, observed),
  }
}

interface ObservedLoss {
  at: number[]
  customerMinutes: (number | null)[]
  unseenMs: number
  /** By point, requests/s beyond what failed before; NaN where a savior was not seen. */
  failedInSaviors: number[]
}

function observedLoss({ run, since, failedBefore, requestsPerSecondPerCustomer }: OutcomeInput): ObservedLoss {
  const victim = run.plan.scope.region
  const points = [...since.values()][0]
  const loss: ObservedLoss = { at: [...(points?.at ?? [])], customerMinutes: [], unseenMs: 0, failedInSaviors: [] }
  const stepMs = points?.stepMs ?? 0
  let sum = 0
  for (const point of loss.at.keys()) {
    let inSaviors = 0
    let inVictim = NaN
    for (const [region, seen] of since) {
      if (region === victim) inVictim = failedAt(seen, point, 0)
      else inSaviors += failedAt(seen, point, failedBefore.get(region) ?? NaN)
    }
    loss.failedInSaviors.push(inSaviors)
    const failed = inVictim + inSaviors
    if (Number.isNaN(failed)) {
      loss.unseenMs += stepMs
      loss.customerMinutes.push(null)
      continue
    }
    sum += (failed / requestsPerSecondPerCustomer) * (stepMs / MINUTE_MS)
    loss.customerMinutes.push(sum)
  }
  return loss
}

/** Requests/s that failed at a point, beyond this share of them; NaN where it was not seen. */
function failedAt({ requestsPerSecond, errorShare }: Seen, point: number, usualShare: number): number {
  const rate = requestsPerSecond[point] ?? NaN
  // Whom nobody asks fails nobody.
  if (rate === 0) return 0
  return rate * Math.max(0, (errorShare[point] ?? NaN) - usualShare)
}

/** Only of a run that did what it was for: one that was held or undone took a time that was never planned. */
function tookMs({ phase, startedAt, stepsDone, plan }: Run): number | null {
  const isDone = phase === 'evacuated' || phase === 'restored' || stepsDone.length === plan.steps.length
  const last = stepsDone.reduce((latest, { verifiedAt }) => Math.max(latest, verifiedAt), 0)
  return !isDone || startedAt === null || last === 0 ? null : last - startedAt
}

function peakUtilisation({ run, since, utilisationCeiling }: OutcomeInput): RunOutcome['peakUtilisation'] {
  const victim = run.plan.scope.region
  const isBack = run.plan.direction === 'failback'
  const planned = run.plan.prediction.regions
    .filter(({ region }) => isBack || region !== victim)
    .map(({ saturating, beforeRequestsPerSecond: before, afterRequestsPerSecond, safeRequestsPerSecond: safe }) => {
      // Led back, those who carried its users are fullest before the first of them goes.
      const after =
        isBack && afterRequestsPerSecond !== null
          ? Math.max(before ?? NaN, afterRequestsPerSecond)
          : afterRequestsPerSecond
      const [tightest] = saturating
      if (tightest !== undefined) return tightest.utilisation
      return after === null || safe === null || safe === 0 ? NaN : (after / safe) * utilisationCeiling
    })
  let actual = NaN
  let worst: RegionId | null = null
  for (const [region, { headroomShare }] of since) {
    if (region === victim && !isBack) continue
    const peak = worstOf(headroomShare.map((headroom) => 1 - (headroom ?? NaN)))
    if (Number.isNaN(peak) || peak <= actual) continue
    actual = peak
    worst = region
  }
  return { planned: orNull(planned.length === 0 ? NaN : Math.max(...planned)), actual: orNull(actual), region: worst }
}

function scoreLoss({ forecast }: Run, { at, customerMinutes }: ObservedLoss): RunOutcome['customerMinutes'] {
  const last = customerMinutes.findLastIndex((value) => value !== null)
  const actual = customerMinutes[last] ?? null
  if (forecast === undefined || actual === null)
    return { planned: null, actual, low: null, high: null, doNothing: null }
  const minute = ((at[last] ?? NaN) - forecast.at) / MINUTE_MS
  const planned = (row: 'low' | 'likely' | 'high') => orNull(valueAt(forecast.act, row, minute))
  return {
    planned: planned('likely'),
    actual,
    low: planned('low'),
    high: planned('high'),
    doNothing: orNull(valueAt(forecast.doNothing, 'likely', minute)),
  }
}

/** Between its points; NaN beyond the last, which nobody has foretold. */
function valueAt(curve: LossCurve, row: 'low' | 'likely' | 'high', minute: number): number {
  const next = curve.minutes.findIndex((each) => each >= minute)
  const to = curve.minutes[next] ?? NaN
  const from = curve.minutes[Math.max(0, next - 1)] ?? NaN
  const end = curve[row][next] ?? NaN
  const start = curve[row][Math.max(0, next - 1)] ?? NaN
  return to === from ? end : start + ((end - start) * (minute - from)) / (to - from)
}

/** Of what was seen; NaN where nothing was. */
function worstOf(values: readonly number[]): number {
  const seen = values.filter((value) => !Number.isNaN(value))
  return seen.length === 0 ? NaN : Math.max(...seen)
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? Math.max(0, value) : null
}
