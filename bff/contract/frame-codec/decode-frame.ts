import { decodeColumn, type DecodedColumn } from './column-codec.ts'
import type { FrameCodes } from './encode-frame.ts'
import { EDGE_COLUMNS, NODE_COLUMNS, type EdgeColumns, type Frame, type NodeColumns } from './frame.ts'
import { isSameShape, mostBodyBytes, type FrameHeader, type FrameShape } from './frame-header.ts'
import { QUANTISERS } from './quantise.ts'
import { decodeTotals } from './totals-codec.ts'
import { createCursor, type Cursor } from './varint.ts'

export interface DecodeFrameInput {
  header: FrameHeader
  /** Inflated. */
  body: Uint8Array
  /** The frame a delta builds upon; not looked at for a key frame. */
  base: FrameCodes | null
  /** What the reader's own roster says; the header is believed only where it agrees. */
  shape: FrameShape
}

export interface DecodedFrame {
  frame: Frame
  /** The base of the next delta. */
  codes: FrameCodes
}

/**
 * Columns are new with each frame and never written again. Broken or hostile bytes end in a RangeError; nothing larger
 * than the reader's own roster asks for is ever allocated.
 */
export function decodeFrame({ header, body, base, shape }: DecodeFrameInput): DecodedFrame {
  expectReadable(header, shape)
  if (body.length !== header.bodyBytes)
    throw new RangeError(`the frame has ${body.length} of ${header.bodyBytes} bytes`)
  const before = header.kind === 'key' ? null : baseOf(header, base)
  const cursor = createCursor(body)
  const totals = decodeTotals(cursor, shape)
  const nodes = NODE_COLUMNS.map((column, index) =>
    index < header.nodeColumns
      ? decodeColumn(cursor, { base: before?.nodes[index] ?? null, rows: shape.nodes, quantiser: QUANTISERS[column] })
      : unknownColumn(shape.nodes),
  )
  const edges = EDGE_COLUMNS.map((column, index) =>
    decodeColumn(cursor, { base: before?.edges[index] ?? null, rows: shape.edges, quantiser: QUANTISERS[column] }),
  )
  expectEnd(cursor)
  const { seq, rosterEpoch, rosterVersion, at, worldAt } = header
  return {
    frame: {
      seq,
      rosterEpoch,
      rosterVersion,
      at,
      worldAt,
      ...totals,
      nodes: nodeColumnsOf(nodes),
      edges: edgeColumnsOf(edges),
    },
    codes: { seq, nodes: nodes.map(codesOf), edges: edges.map(codesOf) },
  }
}

/** To be asked before a body is inflated. */
export function expectReadable(header: FrameHeader, shape: FrameShape): void {
  if (!isSameShape(header.shape, shape)) throw new RangeError('the frame has other rows than the roster')
  if (header.bodyBytes > mostBodyBytes(shape)) throw new RangeError(`a body of ${header.bodyBytes} bytes is too large`)
}

function baseOf(header: FrameHeader, base: FrameCodes | null): FrameCodes {
  if (base === null || base.seq !== header.baseSeq) {
    throw new RangeError(`frame ${header.seq} builds upon ${header.baseSeq}, which is not at hand`)
  }
  return base
}

function expectEnd(cursor: Cursor): void {
  const left = cursor.bytes.length - cursor.at
  if (left > 0) throw new RangeError(`${left} bytes too many in the frame`)
}

/** Of what was not recorded nothing is known. */
function unknownColumn(rows: number): DecodedColumn {
  return { codes: new Uint16Array(rows), values: new Float32Array(rows).fill(NaN) }
}

function codesOf(column: DecodedColumn): Uint16Array {
  return column.codes
}

function edgeColumnsOf([
  requestsPerSecond,
  errorShare,
  degradedShare,
  p99LatencyMs,
  lagMs,
]: DecodedColumn[]): EdgeColumns {
  return {
    requestsPerSecond: requestsPerSecond.values,
    errorShare: errorShare.values,
    degradedShare: degradedShare.values,
    p99LatencyMs: p99LatencyMs.values,
    lagMs: lagMs.values,
  }
}

function nodeColumnsOf(columns: DecodedColumn[]): NodeColumns {
  const [saturation, breakersOpen] = columns.slice(EDGE_COLUMNS.length)
  return { ...edgeColumnsOf(columns), saturation: saturation.values, breakersOpen: breakersOpen.values }
}
