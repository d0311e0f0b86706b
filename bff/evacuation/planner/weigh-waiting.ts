import type { LossCurve } from '#contract/evacuation/forecast.ts'
import type { Step } from '#contract/evacuation/plan.ts'
import { dnsResidual } from './drain-residual.ts'

/**
 * Do nothing against act: customer minutes lost over the next hour, each as a band. While the region fails, a share of
 * its customers gets nothing. Acting costs nobody more until it begins to move them; then the loss falls along the ramp
 * to what cannot be moved (those who never follow, what finds no room). The band is that of the error share that is seen,
 * and that of how long acting takes. Being quick is not always the better end: where the saviors lose more of what comes
 * than the region does, whoever moves sooner loses more. So each end of `act` is the least and the most of all that may be.
 */
export interface WaitingInput {
  /** Customers the region serves, by the forecast; NaN where unknown. */
  customers: number
  /** Part of them that gets nothing: the errors that are seen, or the shortfall of the business metric. 0–1. */
  lostShare: Band
  /** Growth of that share per minute while nothing is done; 0 where no trend is seen. */
  worsensPerMinute: number
  /** When it would heal by itself; Infinity where nobody knows. */
  healsAfterMinutes: Band
  /** From starting to act until nothing is left but the tail. */
  actMinutes: Band
  /** Of what is moved, what finds no room and is lost at the saviors. */
  shortfallShare: number
  /** DNS: after the ramp those who come late; null where proxies move everybody. */
  dns: { timeToLiveMs: number; neverFollowShare: number } | null
  /** Minutes somebody has already decided to wait, as for an approval. */
  startsAfterMinutes: number
}

/** `low` is the better end. */
export interface Band {
  low: number
  likely: number
  high: number
}

export interface WaitingCurves {
  /** One point a minute, customer minutes lost since now. */
  doNothing: readonly Band[]
  act: readonly Band[]
  /** What each further minute of waiting costs, customer minutes; never below zero. */
  costPerMinute: Band
  /** The first minute at which acting has lost less, even if both bands' ends meet badly; null within the hour. */
  clearAfterMinutes: number | null
}

const MINUTES = 60

export function weighWaiting(input: WaitingInput): WaitingCurves {
  const doNothing = bandsOf((end) => lossWithout(input, end))
  const act = actBands(input)
  const clear = act.findIndex((point, minute) => minute > 0 && point.high < (doNothing[minute]?.low ?? NaN))
  return { doNothing, act, costPerMinute: costOf(input), clearAfterMinutes: clear < 0 ? null : clear }
}

/** As the wire carries it; null where the loss is unknown. */
export function lossCurveOf(points: readonly Band[]): LossCurve | null {
  const row = (end: End) => points.map((point) => point[end])
  if (points.some(({ low, likely, high }) => !Number.isFinite(low + likely + high))) return null
  return { minutes: points.map((_, minute) => minute), low: row('low'), likely: row('likely'), high: row('high') }
}

/** How long a plan takes until its last shift has been seen: everything at once, as estimated, everything stuck. */
export function actMinutesOf(steps: readonly Step[]): Band {
  const last = steps.findLastIndex(({ kind }) => kind === 'shift')
  const moving = steps.slice(0, last + 1)
  const minutes = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / 60_000
  const likely = minutes(moving.map(({ estimateMs }) => estimateMs))
  // Holds are never shortened; what is not one may take next to nothing.
  const low = minutes(moving.map((step) => (step.kind === 'shift' ? step.holdMs : 0)))
  return { low: Math.min(low, likely), likely, high: minutes(moving.map(({ budgetMs }) => budgetMs)) }
}

type End = keyof Band

/** Loss grows with the share that is lost, and is linear in what is left: its extremes are those of the corners. */
function actBands(input: WaitingInput): Band[] {
  const corners = ENDS.flatMap((lost) => ENDS.map((pace) => sumUp(lossWith(input, lost, pace))))
  return sumUp(lossWith(input, 'likely', 'likely')).map((likely, minute) => {
    const all = corners.map((corner) => corner[minute] ?? NaN)
    return { low: Math.min(likely, ...all), likely, high: Math.max(likely, ...all) }
  })
}

const ENDS = ['low', 'high'] as const

function bandsOf(lossAt: (end: End) => (minute: number) => number): Band[] {
  const [low, likely, high] = [sumUp(lossAt('low')), sumUp(lossAt('likely')), sumUp(lossAt('high'))]
  return likely.map((value, minute) => ({ low: low[minute] ?? NaN, likely: value, high: high[minute] ?? NaN }))
}

/** Integrates customers a minute, minute by minute. */
function sumUp(lossAt: (minute: number) => number): number[] {
  let lost = 0
  return Array.from({ length: MINUTES + 1 }, (_, minute) => {
    if (minute > 0) lost += (lossAt(minute - 1) + lossAt(minute)) / 2
    return lost
  })
}

function lossWithout(input: WaitingInput, end: End): (minute: number) => number {
  return (minute) => {
    if (minute >= input.healsAfterMinutes[end]) return 0
    return input.customers * Math.min(1, input.lostShare[end] + input.worsensPerMinute * minute)
  }
}

function lossWith(input: WaitingInput, lost: End, pace: End): (minute: number) => number {
  const without = lossWithout(input, lost)
  return (minute) => {
    const left = leftAt(input, pace, minute - input.startsAfterMinutes)
    return left * without(minute) + (1 - left) * input.customers * input.shortfallShare
  }
}

/** The part of the customers that is still at the region. */
function leftAt({ actMinutes, dns }: WaitingInput, end: End, since: number): number {
  if (since <= 0) return 1
  const whole = actMinutes[end]
  if (dns === null) return Math.max(0, 1 - since / whole)
  const ramp = Math.max(0, 1 - since / whole)
  const tail = dnsResidual({
    elapsedMs: since * 60_000,
    propagationMs: 0,
    timeToLiveMs: Math.max(dns.timeToLiveMs, whole * 60_000),
    neverFollowShare: dns.neverFollowShare,
  })
  return Math.max(ramp, tail)
}

/** To begin a minute later is to lose for a minute longer what acting would have saved. */
function costOf(input: WaitingInput): Band {
  const neverFollow = input.dns?.neverFollowShare ?? 0
  const saved = (end: End) =>
    Math.max(0, (1 - neverFollow) * (lossWithout(input, end)(0) - input.customers * input.shortfallShare))
  return { low: saved('low'), likely: saved('likely'), high: saved('high') }
}
