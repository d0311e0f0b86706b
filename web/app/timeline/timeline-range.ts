import { instantOf, instantTextOf } from '#web/urls/urls.ts'

/** The stretch of time the timeline shows: up to now, or one chosen by its ends. */
export type TimelineRange = { kind: 'last'; name: PresetName } | { kind: 'span'; from: number; to: number }

export const PRESETS = {
  quarter: 900_000,
  twoHours: 7_200_000,
  sixHours: 21_600_000,
  day: 86_400_000,
} as const
export type PresetName = keyof typeof PRESETS
export const PRESET_NAMES = ['quarter', 'twoHours', 'sixHours', 'day'] as const satisfies readonly PresetName[]

export const DEFAULT_RANGE: TimelineRange = { kind: 'last', name: 'twoHours' }

/** As it stands in an address; the default one does not. */
const PRESET_TEXTS = { quarter: '15m', twoHours: undefined, sixHours: '6h', day: '24h' } as const satisfies Record<
  PresetName,
  string | undefined
>

/** `15m`, `6h`, `24h`, or its two ends; undefined for the default. */
export function rangeTextOf(range: TimelineRange): string | undefined {
  if (range.kind === 'last') return PRESET_TEXTS[range.name]
  return `${instantTextOf(range.from)},${instantTextOf(range.to)}`
}

/** The default one where it cannot be read. */
export function rangeOfText(text: string | undefined): TimelineRange {
  const name = PRESET_NAMES.find((preset) => text !== undefined && PRESET_TEXTS[preset] === text)
  if (name !== undefined) return { kind: 'last', name }
  const [from, to] = (text ?? '').split(',').map((end) => instantOf(end))
  return (from === undefined || to === undefined || from < 0 ? null : rangeBetween(from, to)) ?? DEFAULT_RANGE
}

/** A stretch moves on in steps, so that the same is asked for some time. */
const STEP_MS = 10_000
/** What can be told apart at all. */
const LEAST_SPAN_MS = 60_000
/** Of a stretch: as much is seen on the near side of a moment that lies outside of it. */
const MARGIN = 0.1

/** Its ends, UTC ms. A moment shown that lies before the stretch is brought into sight. */
export function spanOf(range: TimelineRange, now: number, at: number | null): { from: number; to: number } {
  const to = range.kind === 'last' ? Math.ceil(now / STEP_MS) * STEP_MS : range.to
  const from = range.kind === 'last' ? to - PRESETS[range.name] : range.from
  if (at === null || (at >= from && at <= to)) return { from, to }
  const length = to - from
  const step = length * MARGIN
  const moved = Math.floor((at - step) / step) * step
  return { from: Math.max(0, Math.floor(moved)), to: Math.floor(moved + length) }
}

/** Between two moments in either order; null where they are too near to each other for a stretch. */
export function rangeBetween(one: number, other: number): TimelineRange | null {
  const from = Math.floor(Math.min(one, other) / 1_000) * 1_000
  const to = Math.ceil(Math.max(one, other) / 1_000) * 1_000
  return to - from < LEAST_SPAN_MS ? null : { kind: 'span', from, to }
}

/** The last of these moments before `at`, or the first after it; null for none. A second's tolerance: it is there. */
export function neighbourOf(moments: readonly number[], at: number, direction: 'before' | 'after'): number | null {
  const inDirection = moments.filter((moment) => (direction === 'before' ? moment < at - 1_000 : moment > at + 1_000))
  if (inDirection.length === 0) return null
  return direction === 'before' ? Math.max(...inDirection) : Math.min(...inDirection)
}
