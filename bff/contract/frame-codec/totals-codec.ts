import type { BusinessTotal, Frame, RegionTotal, ZoneTotal } from './frame.ts'
import type { FrameShape } from './frame-header.ts'
import { readFloat64, readVarint, writeFloat64, writeVarint, type Cursor } from './varint.ts'

/** Totals and instants travel in full precision: they are few, and people read them as numbers. */
type Totals = Pick<Frame, 'feedObservedAt' | 'regionTotals' | 'zoneTotals' | 'businessTotals'>

export function encodeTotals(cursor: Cursor, frame: Totals): void {
  for (const instant of frame.feedObservedAt) writeFloat64(cursor, instant)
  for (const total of frame.regionTotals) writeRegionTotal(cursor, total)
  for (const total of frame.zoneTotals) {
    writeFloat64(cursor, total.requestsPerSecond)
    writeFloat64(cursor, total.errorShare)
    writeFloat64(cursor, total.observedAt)
  }
  for (const total of frame.businessTotals) {
    writeFloat64(cursor, total.value)
    writeFloat64(cursor, total.observedAt)
    if (total.byRegion.length !== frame.regionTotals.length) throw new RangeError('a business total lacks regions')
    for (const value of total.byRegion) writeFloat64(cursor, value)
  }
}

function writeRegionTotal(cursor: Cursor, total: RegionTotal): void {
  writeFloat64(cursor, total.requestsPerSecond)
  writeFloat64(cursor, total.errorShare)
  writeFloat64(cursor, total.degradedShare)
  writeFloat64(cursor, total.p99LatencyMs)
  writeFloat64(cursor, total.headroomShare)
  writeFloat64(cursor, total.observedAt)
  writeVarint(cursor, total.tightestNode + 1)
  writeVarint(cursor, total.missingEdges.length)
  for (const row of total.missingEdges) writeVarint(cursor, row)
}

export function decodeTotals(cursor: Cursor, shape: FrameShape): Totals {
  const feedObservedAt = new Float64Array(shape.feeds)
  for (let feed = 0; feed < shape.feeds; feed++) feedObservedAt[feed] = readFloat64(cursor)
  const regionTotals = repeat(shape.regions, () => readRegionTotal(cursor, shape))
  const zoneTotals = repeat(shape.zones, (): ZoneTotal => ({
    requestsPerSecond: readFloat64(cursor),
    errorShare: readFloat64(cursor),
    observedAt: readFloat64(cursor),
  }))
  const businessTotals = repeat(shape.businessMetrics, (): BusinessTotal => ({
    value: readFloat64(cursor),
    observedAt: readFloat64(cursor),
    byRegion: repeat(shape.regions, () => readFloat64(cursor)),
  }))
  return { feedObservedAt, regionTotals, zoneTotals, businessTotals }
}

function readRegionTotal(cursor: Cursor, shape: FrameShape): RegionTotal {
  return {
    requestsPerSecond: readFloat64(cursor),
    errorShare: readFloat64(cursor),
    degradedShare: readFloat64(cursor),
    p99LatencyMs: readFloat64(cursor),
    headroomShare: readFloat64(cursor),
    observedAt: readFloat64(cursor),
    tightestNode: readRow(cursor, shape.nodes + 1) - 1,
    missingEdges: repeat(readRow(cursor, shape.edges + 1), () => readRow(cursor, shape.edges)),
  }
}

function readRow(cursor: Cursor, rows: number): number {
  const row = readVarint(cursor)
  if (row >= rows) throw new RangeError(`row ${row} is none of ${rows}`)
  return row
}

function repeat<Item>(count: number, read: () => Item): Item[] {
  const items: Item[] = []
  for (let index = 0; index < count; index++) items.push(read())
  return items
}
