import { encodeColumn } from './column-codec.ts'
import { EDGE_COLUMNS, NODE_COLUMNS, type Frame, type NodeColumn } from './frame.ts'
import { encodeHeader, mostBodyBytes, shapeOf } from './frame-header.ts'
import { QUANTISERS } from './quantise.ts'
import { encodeTotals } from './totals-codec.ts'
import { createCursor } from './varint.ts'

/** A frame's rows as codes: what the next delta builds upon, on either side of the wire. */
export interface FrameCodes {
  seq: number
  /** One a column, in the order of NODE_COLUMNS. */
  nodes: readonly Uint16Array[]
  /** In the order of EDGE_COLUMNS. */
  edges: readonly Uint16Array[]
}

export interface EncodedFrame {
  /** Goes as it is. */
  header: Uint8Array
  /** Goes deflated (raw, without zlib's wrapper), right behind the header. */
  body: Uint8Array
}

export function quantiseFrame(frame: Frame): FrameCodes {
  return {
    seq: frame.seq,
    nodes: NODE_COLUMNS.map((column) => quantiseColumn(column, frame.nodes[column])),
    edges: EDGE_COLUMNS.map((column) => quantiseColumn(column, frame.edges[column])),
  }
}

function quantiseColumn(column: NodeColumn, values: Float32Array): Uint16Array {
  const codes = new Uint16Array(values.length)
  QUANTISERS[column].quantise(values, codes)
  return codes
}

/** A key frame without a base, a delta with one. The base's rows must be the first rows of the frame. */
export function encodeFrame({
  frame,
  codes,
  base,
}: {
  frame: Frame
  codes: FrameCodes
  base: FrameCodes | null
}): EncodedFrame {
  const shape = shapeOf(frame)
  for (const column of codes.nodes) expectRows(column, shape.nodes)
  for (const column of codes.edges) expectRows(column, shape.edges)
  const cursor = createCursor(scratchOf(mostBodyBytes(shape)))
  encodeTotals(cursor, frame)
  for (const [index, column] of codes.nodes.entries()) encodeColumn(cursor, column, base?.nodes[index] ?? null)
  for (const [index, column] of codes.edges.entries()) encodeColumn(cursor, column, base?.edges[index] ?? null)
  const body = cursor.bytes.slice(0, cursor.at)
  const header = encodeHeader({
    kind: base === null ? 'key' : 'delta',
    seq: frame.seq,
    baseSeq: base?.seq ?? null,
    rosterEpoch: frame.rosterEpoch,
    rosterVersion: frame.rosterVersion,
    at: frame.at,
    worldAt: frame.worldAt,
    shape,
    bodyBytes: body.length,
  })
  return { header, body }
}

/** Room for the largest body there can be, kept from frame to frame: a body takes a sixth of it. */
let scratch = new Uint8Array(0)

function scratchOf(bytes: number): Uint8Array {
  if (scratch.length < bytes) scratch = new Uint8Array(bytes)
  return scratch
}

function expectRows(column: Uint16Array, rows: number): void {
  if (column.length !== rows) throw new RangeError(`a column has ${column.length} rows where the frame has ${rows}`)
}
