import { z } from 'zod'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const WHOLE = /^(?:\d+(?:ms|s|m|h|d))+$/
const PART = /(\d+)(ms|s|m|h|d)/g

/** Milliseconds of `15s`, `500ms`, `1m30s`, `2h`; null where the text is no duration. */
export function parseDuration(text: string): number | null {
  if (!WHOLE.test(text)) return null
  let totalMs = 0
  for (const [, amount, unit] of text.matchAll(PART)) totalMs += Number(amount) * (UNIT_MS[unit ?? ''] ?? NaN)
  return totalMs
}

/** In the largest unit that divides it, as PromQL and this configuration write it: `90s`, `500ms`, `2h`. */
export function printDuration(durationMs: number): string {
  const whole = Math.round(durationMs)
  for (const unit of ['h', 'm', 's']) {
    const unitMs = UNIT_MS[unit] ?? 1
    if (whole >= unitMs && whole % unitMs === 0) return `${whole / unitMs}${unit}`
  }
  return `${whole}ms`
}

/** A configured duration: a text such as `15s`, or a number of milliseconds. Parsed into milliseconds. */
export const Duration = z.union([z.number(), z.string()]).transform((value, ctx) => {
  const durationMs = typeof value === 'number' ? value : parseDuration(value.trim())
  if (durationMs !== null && Number.isInteger(durationMs) && durationMs > 0) return durationMs
  ctx.addIssue({ code: 'custom', message: 'expected a duration such as 15s, 500ms or 1m30s' })
  return z.NEVER
})
/** Milliseconds. */
export type Duration = z.infer<typeof Duration>
