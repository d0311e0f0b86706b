import { z } from 'zod'
import { ChangeKind } from '#contract/change.ts'
import { instantOf, instantTextOf } from '#web/urls/urls.ts'

const word = (max: number) => z.string().max(max).optional().catch(undefined)

/** What `/changes` shows, as it stands in the address. What cannot be read is left out. */
export const ChangesSearch = z.object({
  /** `deploy,chaos`; every kind where absent. */
  kind: word(120),
  region: word(128),
  service: word(128),
  /** Words of title, version or author. */
  q: word(200),
  /** `6h`, `24h`, `7d`, `30d`, or its two ends; the last day where absent. */
  range: word(80),
  /** The dialog to record one is open. */
  record: z
    .union([z.literal('').transform(() => true), z.boolean(), z.stringbool()])
    .optional()
    .catch(undefined),
})
export type ChangesSearch = z.infer<typeof ChangesSearch>

const HOUR_MS = 3_600_000
export const SPANS_MS = { '6h': 6 * HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS, '30d': 720 * HOUR_MS } as const
export type SpanName = keyof typeof SPANS_MS
export const SPAN_NAMES = ['6h', '24h', '7d', '30d'] as const satisfies readonly SpanName[]
const USUAL: SpanName = '24h'

export type FeedRange = { kind: 'last'; name: SpanName } | { kind: 'span'; from: number; to: number }

/** The shortest time that can be looked at. */
const LEAST_MS = 10_000
/** The end of time, for addresses as for the contract. */
const MOST_MS = 8_640_000_000_000_000

export function rangeOf({ range }: Pick<ChangesSearch, 'range'>): FeedRange {
  const name = SPAN_NAMES.find((one) => one === range)
  if (name !== undefined) return { kind: 'last', name }
  const [from, to] = (range ?? '').split(',').map((end) => instantOf(end))
  const isSpan = from !== undefined && to !== undefined && from >= 0 && to <= MOST_MS && to - from >= LEAST_MS
  return isSpan ? { kind: 'span', from, to } : { kind: 'last', name: USUAL }
}

export function withLast(search: ChangesSearch, name: SpanName): ChangesSearch {
  return { ...search, range: name === USUAL ? undefined : name }
}

/** Only this stretch; the shortest there is where it would be shorter. */
export function withSpan(search: ChangesSearch, from: number, to: number): ChangesSearch {
  const end = Math.max(to, from + LEAST_MS)
  return { ...search, range: `${instantTextOf(from)},${instantTextOf(end)}` }
}

/** The last so many hours move on in steps, so that the same is asked for some time. */
const STEP_MS = 60_000

/** Its ends, UTC ms. */
export function endsOf(range: FeedRange, now: number): { from: number; to: number } {
  if (range.kind === 'span') return range
  const to = Math.ceil(now / STEP_MS) * STEP_MS
  return { from: to - SPANS_MS[range.name], to }
}

/** Kinds asked for; empty for all. */
export function kindsOf({ kind }: Pick<ChangesSearch, 'kind'>): ReadonlySet<ChangeKind> {
  const named = new Set((kind ?? '').split(','))
  return new Set(ChangeKind.options.filter((one) => named.has(one)))
}

/** One kind more, or one less; all of them is none named. */
export function withKind(search: ChangesSearch, kind: ChangeKind): ChangesSearch {
  const kinds = new Set(kindsOf(search))
  if (!kinds.delete(kind)) kinds.add(kind)
  const named = ChangeKind.options.filter((one) => kinds.has(one))
  const isAll = named.length === 0 || named.length === ChangeKind.options.length
  return { ...search, kind: isAll ? undefined : named.join() }
}

export function isFiltered({ kind, region, service, q }: ChangesSearch): boolean {
  return [kind, region, service, q].some((field) => field !== undefined && field !== '')
}

export function withoutFilters({ range }: ChangesSearch): ChangesSearch {
  return { range }
}
