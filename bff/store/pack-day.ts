import { MINUTE_MS, type MinuteCounts } from './merge-minutes.ts'

/**
 * A day's 1,440 minutes as a few kilobytes, which deflate to about two bytes a minute.
 *
 * Each count becomes a whole number of units of a power of ten, chosen a column so that its largest minute has five
 * digits (but never finer than a thousandth): an error of half a unit is at most 1/20,000 of the day's largest minute,
 * and whole numbers below 100,000 come back exactly. Day sums are kept beside the blob in full precision. Then come
 * differences from minute to minute, zigzagged, as varints: a calm day is small numbers, which deflate likes.
 * Code 0 stands for "not told", so a count's code is one more than its number of units.
 */

export const MINUTES_A_DAY = 1_440
export const DAY_MS = MINUTES_A_DAY * MINUTE_MS

const FORMAT = 1
const DIGITS = 5
const FINEST_EXPONENT = -3
const COUNT_COLUMNS = ['good', 'degraded', 'error', 'expected'] as const

/** One of the day's minutes; `index` is 0–1,439. */
export interface DayMinute extends MinuteCounts {
  index: number
}

export function packDay(minutes: readonly DayMinute[]): Uint8Array {
  const bytes: number[] = [FORMAT]
  for (const column of COUNT_COLUMNS) {
    const exponent = exponentFor(minutes.reduce((most, minute) => Math.max(most, minute[column] ?? 0), 0))
    const codes = new Float64Array(MINUTES_A_DAY)
    for (const minute of minutes) {
      const value = minute[column]
      codes[minute.index] = value === null ? 0 : 1 + Math.round(inUnits(value, exponent))
    }
    bytes.push(exponent - FINEST_EXPONENT)
    writeDifferences(bytes, codes)
  }
  const knownMs = new Float64Array(MINUTES_A_DAY)
  for (const minute of minutes) knownMs[minute.index] = minute.known_ms
  writeDifferences(bytes, knownMs)
  return Uint8Array.from(bytes)
}

/** Minutes of which nothing is known are left out. Throws a RangeError on bytes that `packDay` did not write. */
export function unpackDay(bytes: Uint8Array): DayMinute[] {
  const reader = { bytes, at: 0 }
  if (readByte(reader) !== FORMAT) throw new RangeError('these bytes are no packed day')
  const columns = COUNT_COLUMNS.map(() => {
    const exponent = readByte(reader) + FINEST_EXPONENT
    return { exponent, codes: readDifferences(reader) }
  })
  const knownMs = readDifferences(reader)
  if (reader.at !== bytes.length) throw new RangeError('the packed day has bytes too many')
  const count = (column: number, index: number) => {
    const code = columns[column]?.codes[index] ?? 0
    return code === 0 ? null : ofUnits(code - 1, columns[column]?.exponent ?? 0)
  }
  const minutes: DayMinute[] = []
  for (let index = 0; index < MINUTES_A_DAY; index++) {
    const known_ms = knownMs[index] ?? 0
    if (known_ms === 0) continue
    minutes.push({
      index,
      good: count(0, index) ?? 0,
      degraded: count(1, index),
      error: count(2, index) ?? 0,
      expected: count(3, index),
      known_ms,
    })
  }
  return minutes
}

/** The unit a column with this largest value is kept in is 10 to this power. */
export function exponentFor(most: number): number {
  return most <= 0 ? FINEST_EXPONENT : Math.max(FINEST_EXPONENT, Math.floor(Math.log10(most)) + 1 - DIGITS)
}

/** Dividing by a whole power of ten rounds correctly; multiplying by 0.001 would not. */
function inUnits(value: number, exponent: number): number {
  return exponent < 0 ? value * 10 ** -exponent : value / 10 ** exponent
}

function ofUnits(units: number, exponent: number): number {
  return exponent < 0 ? units / 10 ** -exponent : units * 10 ** exponent
}

function writeDifferences(bytes: number[], codes: Float64Array): void {
  let last = 0
  for (const code of codes) {
    const difference = code - last
    last = code
    let rest = difference >= 0 ? difference * 2 : -difference * 2 - 1
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) + 0x80)
      rest = Math.floor(rest / 0x80)
    }
    bytes.push(rest)
  }
}

interface Reader {
  bytes: Uint8Array
  at: number
}

function readByte(reader: Reader): number {
  const byte = reader.bytes[reader.at++]
  if (byte === undefined) throw new RangeError('the packed day ends too early')
  return byte
}

function readDifferences(reader: Reader): Float64Array {
  const codes = new Float64Array(MINUTES_A_DAY)
  let last = 0
  for (let index = 0; index < MINUTES_A_DAY; index++) {
    let rest = 0
    let factor = 1
    let byte = readByte(reader)
    while (byte >= 0x80) {
      rest += (byte - 0x80) * factor
      factor *= 0x80
      byte = readByte(reader)
    }
    rest += byte * factor
    last += rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2
    codes[index] = last
  }
  return codes
}
