import type { BusinessTotal, ZoneTotal } from '#contract/frame-codec/frame.ts'
import type { SourceReport } from './report.ts'
import type { RowBook } from './row-book.ts'
import type { FeedRow } from './rows.ts'
import { isKnown } from './rows.ts'

/** Zones and business metrics: few, told whole by a source, kept until they are too old to be believed. */
export interface ReadingsByRow {
  accept(report: SourceReport): void
  zoneTotals(now: number): ZoneTotal[]
  businessTotals(now: number): BusinessTotal[]
}

interface Held<Reading> {
  reading: Reading
  feed: FeedRow
}

export function createReadingsByRow({
  book,
  regions,
}: {
  book: RowBook
  regions: readonly { id: string }[]
}): ReadingsByRow {
  const zones: Held<ZoneTotal>[] = []
  /** Per metric: by region, and under null the whole. */
  const business: Map<string | null, Held<{ value: number; observedAt: number }>>[] = []

  function feedOf(report: SourceReport, region: string | null): FeedRow {
    const declared = report.feeds.find((feed) => feed.region === region) ?? report.feeds[0]
    return book.feed({
      source: report.source,
      region: declared?.region ?? region ?? 'global',
      periodMs: declared?.periodMs ?? 10_000,
    })
  }

  return {
    accept(report) {
      for (const reading of report.zones) {
        const row = book.zone({ region: reading.region, id: reading.zone })
        keepNewer({
          held: zones[row],
          observedAt: reading.observedAt,
          keep: () => {
            const { requestsPerSecond, errorShare, observedAt } = reading
            zones[row] = {
              reading: { requestsPerSecond, errorShare, observedAt },
              feed: feedOf(report, reading.region),
            }
          },
        })
      }
      for (const reading of report.business) {
        const { id, name, unit, region, value, observedAt } = reading
        const row = book.businessMetric({ id, name, unit, source: report.source })
        const parts = (business[row] ??= new Map())
        keepNewer({
          held: parts.get(region),
          observedAt,
          keep: () => parts.set(region, { reading: { value, observedAt }, feed: feedOf(report, region) }),
        })
      }
    },
    zoneTotals: (now) => book.zones.map((_, row) => zoneTotalOf(zones[row], now)),
    businessTotals: (now) =>
      book.businessMetrics.map((_, row) => businessTotalOf({ parts: business[row], regions, now })),
  }
}

/** News needs a newer sample, as of edges: over the same samples a rate withers. */
function keepNewer(input: {
  held: Held<{ observedAt: number }> | undefined
  observedAt: number
  keep: () => void
}): void {
  const { held, observedAt, keep } = input
  if (held === undefined || observedAt > held.reading.observedAt || Number.isNaN(held.reading.observedAt)) keep()
}

function zoneTotalOf(held: Held<ZoneTotal> | undefined, now: number): ZoneTotal {
  if (held === undefined) return { requestsPerSecond: NaN, errorShare: NaN, observedAt: NaN }
  if (isKnown(held.reading.observedAt, held.feed, now)) return held.reading
  return { requestsPerSecond: NaN, errorShare: NaN, observedAt: held.reading.observedAt }
}

/** Where no source tells the whole it is the sum of the regions, if every one of them is known. */
function businessTotalOf(input: {
  parts: Map<string | null, Held<{ value: number; observedAt: number }>> | undefined
  regions: readonly { id: string }[]
  now: number
}): BusinessTotal {
  const { parts, regions, now } = input
  const valueOf = (region: string | null) => {
    const held = parts?.get(region)
    return held !== undefined && isKnown(held.reading.observedAt, held.feed, now) ? held.reading.value : NaN
  }
  const whole = parts?.get(null)
  const told = [...(parts?.keys() ?? [])].filter((region) => region !== null)
  const observed = whole === undefined ? [...(parts?.values() ?? [])] : [whole]
  return {
    value: whole === undefined ? sumOf(told.map(valueOf)) : valueOf(null),
    byRegion: regions.map(({ id }) => valueOf(id)),
    observedAt: oldestOf(observed.map((held) => held.reading.observedAt)),
  }
}

/** Of those that were ever seen. */
function oldestOf(instants: readonly number[]): number {
  return instants.reduce((oldest, instant) => (instant < oldest || Number.isNaN(oldest) ? instant : oldest), NaN)
}

function sumOf(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0)
}
