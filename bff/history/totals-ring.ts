/**
 * The regions' totals of the last hours, a sample a frame, in typed arrays that are written over from the oldest on.
 * A sample speaks for the span before it, so a past read in ten-second steps and live seconds lie side by side.
 *
 * Memory: 12 bytes a sample for its time and span, 8 for each region (requests/s, error share), 4 for each business
 * metric. Six hours at 1 Hz are 21,600 samples: with 3 regions and 1 metric 0.86 MB; at the limit of 64 regions and
 * 32 metrics 14.1 MB. Regions and metrics beyond the limit are not kept.
 */
export interface TotalsSample {
  /** World's clock, UTC ms. */
  at: number
  /** The sample speaks for (at − spanMs, at]. */
  spanMs: number
  regions: readonly { id: string; requestsPerSecond: number; errorShare: number }[]
  business: readonly { id: string; value: number }[]
}

export interface TotalsRing {
  /** Samples come in the order of time. */
  push(sample: TotalsSample): void
  /** Forgets what was recorded at or after this instant. */
  forgetFrom(at: number): void
  readonly newestAt: number | null
  readonly length: number
  readonly byteLength: number
  /** Samples that speak for any of [from, to), oldest first, as columns of their own. */
  window(from: number, to: number): TotalsWindow
}

export interface TotalsWindow {
  at: Float64Array
  spanMs: Float32Array
  regions: { id: string; requestsPerSecond: Float32Array; errorShare: Float32Array }[]
  business: { id: string; value: Float32Array }[]
}

export const SAMPLES_OF_SIX_HOURS = 6 * 3_600
export const MOST_REGIONS = 64
export const MOST_BUSINESS_METRICS = 32

export function createTotalsRing(capacity: number = SAMPLES_OF_SIX_HOURS): TotalsRing {
  const at = new Float64Array(capacity)
  const spanMs = new Float32Array(capacity)
  const rates = createColumns(capacity, MOST_REGIONS)
  const errors = createColumns(capacity, MOST_REGIONS)
  const values = createColumns(capacity, MOST_BUSINESS_METRICS)
  /** Where the oldest lies. */
  let first = 0
  let length = 0

  const slotOf = (index: number) => (first + index) % capacity
  const atOf = (index: number) => at[slotOf(index)] ?? NaN

  return {
    push(sample) {
      const slot = slotOf(length)
      if (length === capacity) first = (first + 1) % capacity
      else length++
      at[slot] = sample.at
      spanMs[slot] = sample.spanMs
      for (const columns of [rates, errors, values]) columns.forget(slot)
      for (const { id, requestsPerSecond, errorShare } of sample.regions) {
        rates.put(id, slot, requestsPerSecond)
        errors.put(id, slot, errorShare)
      }
      for (const { id, value } of sample.business) values.put(id, slot, value)
    },
    forgetFrom(instant) {
      while (length > 0 && atOf(length - 1) >= instant) length--
    },
    get newestAt() {
      return length === 0 ? null : atOf(length - 1)
    },
    get length() {
      return length
    },
    get byteLength() {
      return at.byteLength + spanMs.byteLength + rates.byteLength() + errors.byteLength() + values.byteLength()
    },
    window(from, to) {
      const begin = firstAfter(from, length, atOf)
      let end = begin
      while (end < length && atOf(end) - (spanMs[slotOf(end)] ?? 0) < to) end++
      const slots = Uint32Array.from({ length: end - begin }, (_, index) => slotOf(begin + index))
      return {
        at: Float64Array.from(slots, (slot) => at[slot] ?? NaN),
        spanMs: Float32Array.from(slots, (slot) => spanMs[slot] ?? 0),
        regions: rates.ids().map((id) => ({
          id,
          requestsPerSecond: rates.read(id, slots),
          errorShare: errors.read(id, slots),
        })),
        business: values.ids().map((id) => ({ id, value: values.read(id, slots) })),
      }
    },
  }
}

/** The first index of ascending times that is later than this instant; `length` when there is none. */
function firstAfter(instant: number, length: number, atOf: (index: number) => number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (atOf(middle) > instant) high = middle
    else low = middle + 1
  }
  return low
}

interface Columns {
  ids(): string[]
  put(id: string, slot: number, value: number): void
  /** Makes the slot unknown in every column, before it is written anew. */
  forget(slot: number): void
  read(id: string, slots: Uint32Array): Float32Array
  byteLength(): number
}

/** A column a name, made when the name first comes; NaN where nothing was put. */
function createColumns(capacity: number, most: number): Columns {
  const columns = new Map<string, Float32Array>()
  return {
    ids: () => [...columns.keys()],
    put(id, slot, value) {
      let column = columns.get(id)
      if (column === undefined) {
        if (columns.size >= most) return
        column = new Float32Array(capacity).fill(NaN)
        columns.set(id, column)
      }
      column[slot] = value
    },
    forget(slot) {
      for (const column of columns.values()) column[slot] = NaN
    },
    read(id, slots) {
      const column = columns.get(id)
      return Float32Array.from(slots, (slot) => column?.[slot] ?? NaN)
    },
    byteLength: () => [...columns.values()].reduce((sum, column) => sum + column.byteLength, 0),
  }
}
