import { deflateRaw, inflateRaw } from 'node:zlib'
import { promisify } from 'node:util'
import { mergeMinutes, MINUTE_MS, type MinuteCounts } from './merge-minutes.ts'
import type { SeriesKey } from './minutes-table.ts'
import { DAY_MS, packDay, unpackDay, type DayMinute } from './pack-day.ts'
import type { MinuteDayRow, MinuteRow } from './schema.ts'
import type { StoreScope, Tables } from './store.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

export interface KnownMinute extends MinuteCounts {
  /** Start of the minute. */
  minute: number
}

/** The known minutes of [from, to) in the order of time, wherever they lie: packed, plain or both. */
export async function readMinutes(tables: Tables, series: SeriesKey, from: number, to: number): Promise<KnownMinute[]> {
  const known = new Map<number, KnownMinute>()
  for (const row of await tables.minuteDays.list(series, dayOf(from), to)) {
    for (const minute of await minutesOfDay(row)) known.set(minute.minute, minute)
  }
  for (const row of await tables.minutes.list(series, from, to)) addMinute(known, row)
  return [...known.values()]
    .filter(({ minute }) => minute >= from && minute < to)
    .sort((one, other) => one.minute - other.minute)
}

/**
 * Packs every day that ended before this instant: a series and day at a time, each in one transaction with the
 * deletion of its plain rows, so that others get their turn between them. The number of days packed.
 */
export async function packDaysBefore(store: StoreScope, instant: number): Promise<number> {
  const before = dayOf(instant)
  let packed = 0
  for (const series of await store.minutes.seriesBefore(before)) packed += await packSeries(store, series, before)
  return packed
}

async function packSeries(store: StoreScope, series: SeriesKey, before: number): Promise<number> {
  const rows = await store.minutes.list(series, 0, before)
  const days = new Set(rows.map((row) => dayOf(row.minute)))
  for (const day of days) {
    await store.transaction(async (tx) => {
      const known = new Map<number, KnownMinute>()
      const packed = await tx.minuteDays.get(series, day)
      if (packed !== undefined) for (const minute of await minutesOfDay(packed)) known.set(minute.minute, minute)
      for (const row of await tx.minutes.list(series, day, day + DAY_MS)) addMinute(known, row)
      await tx.minuteDays.put(await dayRow(series, day, [...known.values()]))
      await tx.minutes.deleteWithin(series, day, day + DAY_MS)
    })
  }
  return days.size
}

function addMinute(known: Map<number, KnownMinute>, row: MinuteRow): void {
  const before = known.get(row.minute)
  known.set(row.minute, { minute: row.minute, ...(before === undefined ? countsOf(row) : mergeMinutes(before, row)) })
}

function countsOf({ good, degraded, error, expected, known_ms }: MinuteCounts): MinuteCounts {
  return { good, degraded, error, expected, known_ms }
}

async function minutesOfDay(row: MinuteDayRow): Promise<KnownMinute[]> {
  const minutes = unpackDay(await inflate(row.minutes))
  return minutes.map((minute) => ({ minute: row.day + minute.index * MINUTE_MS, ...countsOf(minute) }))
}

async function dayRow(series: SeriesKey, day: number, minutes: readonly KnownMinute[]): Promise<MinuteDayRow> {
  const indexed: DayMinute[] = minutes.map((minute) => ({
    index: (minute.minute - day) / MINUTE_MS,
    ...countsOf(minute),
  }))
  return {
    ...series,
    day,
    good: sum(minutes, (minute) => minute.good) ?? 0,
    degraded: sum(minutes, (minute) => minute.degraded),
    error: sum(minutes, (minute) => minute.error) ?? 0,
    expected: sum(minutes, (minute) => minute.expected),
    known_ms: sum(minutes, (minute) => minute.known_ms) ?? 0,
    minutes: await deflate(packDay(indexed)),
  }
}

/** Null where no minute tells. */
function sum(minutes: readonly KnownMinute[], of: (minute: KnownMinute) => number | null): number | null {
  let total: number | null = null
  for (const minute of minutes) {
    const value = of(minute)
    if (value !== null) total = (total ?? 0) + value
  }
  return total
}

function dayOf(instant: number): number {
  return Math.floor(instant / DAY_MS) * DAY_MS
}
