import { ageText } from './format.ts'

/**
 * Numbers as people read them: three or four digits, a unit, an en dash where nothing is known (never a zero).
 * Every function takes NaN for unknown; `spokenUnknown` replaces the dash where a screen reader reads.
 */

export const UNKNOWN_MARK = '–'
export const SPOKEN_UNKNOWN = 'unknown'

const STEPS = [
  { from: 999.5e6, unit: 1e9, letter: ' G' },
  { from: 999.5e3, unit: 1e6, letter: ' M' },
  { from: 999.5, unit: 1e3, letter: ' k' },
] as const

/** `424 k`, `1.02 M`, `18.4 k`, `312`, `4.2`, `0.03`; the unit (`requests/s`) stands beside it. */
export function formatRequestsPerSecond(requestsPerSecond: number): string {
  if (Number.isNaN(requestsPerSecond)) return UNKNOWN_MARK
  const step = STEPS.find(({ from }) => requestsPerSecond >= from)
  return step === undefined
    ? threeDigits(requestsPerSecond)
    : `${threeDigits(requestsPerSecond / step.unit)}${step.letter}`
}

/** `18,240`, `312.5`: whole numbers people know by heart, such as a business metric. */
export function formatCount(value: number): string {
  if (Number.isNaN(value)) return UNKNOWN_MARK
  return value >= 1_000 ? Math.round(value).toLocaleString('en-US') : threeDigits(value)
}

/** `15.5 %`, `0.2 %`, `0 %`, `<0.1 %`; 0–1 in. */
export function formatShare(share: number): string {
  if (Number.isNaN(share)) return UNKNOWN_MARK
  const percent = share * 100
  if (percent === 0) return '0 %'
  if (percent < 0.05) return '<0.1 %'
  if (percent >= 99.95) return `${Math.round(percent)} %`
  return `${percent.toFixed(1)} %`
}

/** `41 %`: where tenths would be noise. */
export function formatWholeShare(share: number): string {
  if (Number.isNaN(share)) return UNKNOWN_MARK
  const percent = share * 100
  return percent > 0 && percent < 0.5 ? '<1 %' : `${Math.round(percent)} %`
}

/** `11 ms`, `0.4 ms`, `2.9 s`. */
export function formatLatency(latencyMs: number): string {
  if (Number.isNaN(latencyMs)) return UNKNOWN_MARK
  return latencyMs >= 999.5
    ? `${threeDigits(latencyMs / 1_000, 1)} s`
    : `${latencyMs < 10 ? threeDigits(latencyMs, 1) : Math.round(latencyMs)} ms`
}

/** `1 s`, `6 min 20 s`. */
export function formatAge(ageMs: number): string {
  return Number.isNaN(ageMs) ? UNKNOWN_MARK : ageText(ageMs)
}

/** The same words for the ear. */
export function spoken(text: string): string {
  return text === UNKNOWN_MARK ? SPOKEN_UNKNOWN : text
}

function threeDigits(value: number, mostDecimals = 2): string {
  if (value === 0) return '0'
  const decimals = value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2
  return String(Number(value.toFixed(Math.min(decimals, mostDecimals))))
}
