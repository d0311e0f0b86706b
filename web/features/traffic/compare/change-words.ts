import { compareWords as words } from '#web/messages/compare-en.ts'
import { formatLatency, formatRequestsPerSecond, formatShare, UNKNOWN_MARK } from '#web/messages/format-numbers.ts'
import type { Facts } from '#web/fleet/fleet.ts'
import type { Measure } from '../traffic-search.ts'
import { amountOf, type Change } from './change.ts'

/** `+40 %`, `−71 %`, `×3.2`, `+2.1 pt`, `new`, `gone`; a dash where it is not known. */
export function changeText(change: Change, measure: Measure): string {
  if (change.presence !== 'both') return words.presence[change.presence]
  const amount = amountOf(change, measure)
  if (Number.isNaN(amount)) return UNKNOWN_MARK
  return measure === 'errors' ? pointsText(amount) : ratioText(amount)
}

function ratioText(amount: number): string {
  if (amount === Infinity) return words.fromZero
  if (amount >= 2) return words.times(formatRequestsPerSecond(amount + 1))
  const percent = Math.abs(amount) * 100
  // What is nearly gone is not gone.
  const digits =
    amount < 0 && amount > -1 && percent >= 99.5
      ? NEARLY_ALL
      : percent < 9.95
        ? percent.toFixed(1)
        : String(Math.round(percent))
  return Number(digits) === 0 ? words.unchanged : words.percent(signOf(amount), digits)
}

const NEARLY_ALL = '99.9'

function pointsText(amount: number): string {
  const points = Math.abs(amount) * 100
  const digits = points.toFixed(points < 9.95 ? 1 : 0)
  return Number(digits) === 0 ? words.unchanged : words.points(signOf(amount), digits)
}

function signOf(amount: number): string {
  return amount < 0 ? '−' : '+'
}

/** For the eye, before the number. */
export function arrowOf({ presence }: Pick<Change, 'presence'>, level: number): string {
  if (presence === 'new') return '✚'
  if (presence === 'gone') return '✕'
  return level > 0 ? '▲' : level < 0 ? '▼' : ''
}

/** The value of one side: `424 k`, `0.2 %`, `64 ms`. */
export function valueText(facts: Facts, measure: Measure): string {
  switch (measure) {
    case 'volume':
      return formatRequestsPerSecond(facts.requestsPerSecond)
    case 'errors':
      return formatShare(facts.errorShare)
    case 'latency':
      return formatLatency(facts.p99LatencyMs)
  }
}
