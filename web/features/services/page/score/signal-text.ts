import type { ScoreSignal } from '#contract/services/score.ts'
import { formatLatency, formatShare, UNKNOWN_MARK } from '#web/messages/format-numbers.ts'

const SHARES: readonly ScoreSignal[] = [
  'errorShare',
  'degradedShare',
  'saturation',
  'breakersOpenShare',
  'instancesDownShare',
]

export function isShare(signal: ScoreSignal): boolean {
  return SHARES.includes(signal)
}

/** A signal's value with its unit; NaN is unknown. */
export function signalText(signal: ScoreSignal, value: number): string {
  if (Number.isNaN(value)) return UNKNOWN_MARK
  if (isShare(signal)) return formatShare(value)
  return signal === 'p99LatencyMs' ? formatLatency(value) : String(Number(value.toFixed(1)))
}
