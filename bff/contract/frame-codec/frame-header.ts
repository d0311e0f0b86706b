import { MOST_BYTES_A_VALUE } from './column-codec.ts'
import { EDGE_COLUMNS, NODE_COLUMNS, type Frame } from './frame.ts'

/** How many of each the frame has; as many as its roster has. */
export interface FrameShape {
  nodes: number
  edges: number
  regions: number
  zones: number
  feeds: number
  businessMetrics: number
}

/**
 * What stands before the body, never compressed, so that a browser can pass over a frame it has no use for without
 * inflating it.
 */
export interface FrameHeader {
  kind: 'key' | 'delta'
  /** How many of NODE_COLUMNS, from the first on, the body has: frames recorded earlier may lack the last ones. */
  nodeColumns: number
  seq: number
  /** The frame a delta builds upon; null for a key frame. */
  baseSeq: number | null
  rosterEpoch: string
  rosterVersion: number
  at: number
  worldAt: number
  shape: FrameShape
  /** Of the body once inflated. */
  bodyBytes: number
  /** Where the (deflated) body begins. */
  headerBytes: number
}

const MAGIC = 0x53
const FORMAT = 2
/** Node columns by format; recordings of every format listed can be read. */
const NODE_COLUMNS_OF_FORMAT: readonly (number | undefined)[] = [undefined, 6, NODE_COLUMNS.length]
const KINDS = ['key', 'delta'] as const
/** Magic, format, kind, epoch's length; five counts of 4 bytes and more, four instants and numbers of 8. */
const FIXED_BYTES = 4 + 8 * 4 + 8 * 4
const MOST_EPOCH_BYTES = 64

/** The epoch is printable ASCII, at most 64 characters. */
export function encodeHeader(header: Omit<FrameHeader, 'headerBytes' | 'nodeColumns'>): Uint8Array {
  const epoch = Uint8Array.from(header.rosterEpoch, (character) => character.charCodeAt(0))
  if (epoch.length > MOST_EPOCH_BYTES) throw new RangeError(`the epoch has more than ${MOST_EPOCH_BYTES} characters`)
  if (!/^[\x21-\x7e]+$/.test(header.rosterEpoch)) throw new RangeError('the epoch is not printable ASCII')
  const bytes = new Uint8Array(FIXED_BYTES + epoch.length)
  const view = new DataView(bytes.buffer)
  bytes.set([MAGIC, FORMAT, KINDS.indexOf(header.kind), epoch.length])
  const { shape } = header
  const counts = [shape.nodes, shape.edges, shape.regions, shape.zones, shape.feeds, shape.businessMetrics]
  for (const [index, count] of [...counts, header.rosterVersion, header.bodyBytes].entries()) {
    view.setUint32(4 + index * 4, count, true)
  }
  const numbers = [header.seq, header.baseSeq ?? NaN, header.at, header.worldAt]
  for (const [index, number] of numbers.entries()) view.setFloat64(36 + index * 8, number, true)
  bytes.set(epoch, FIXED_BYTES)
  return bytes
}

/** Whether these bytes make those before them needless; false for what is no frame. */
export function isKeyFrame(bytes: Uint8Array): boolean {
  return bytes.length >= FIXED_BYTES && bytes[0] === MAGIC && KINDS[bytes[2]] === 'key'
}

/** Throws a RangeError where the bytes begin no frame. */
export function decodeHeader(bytes: Uint8Array): FrameHeader {
  if (bytes.length < FIXED_BYTES || bytes[0] !== MAGIC) throw new RangeError('these bytes are no frame')
  const nodeColumns = NODE_COLUMNS_OF_FORMAT[bytes[1]]
  if (nodeColumns === undefined) throw new RangeError(`frame format ${bytes[1]}; this reader knows up to ${FORMAT}`)
  const kind = KINDS[bytes[2]]
  const headerBytes = FIXED_BYTES + bytes[3]
  if (kind === undefined || bytes[3] > MOST_EPOCH_BYTES || bytes.length < headerBytes) {
    throw new RangeError('the frame has a broken header')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = (index: number) => view.getUint32(4 + index * 4, true)
  const number = (index: number) => view.getFloat64(36 + index * 8, true)
  const baseSeq = number(1)
  if (!isSeq(number(0)) || (kind === 'delta') !== isSeq(baseSeq)) throw new RangeError('the frame has no valid number')
  return {
    kind,
    nodeColumns,
    seq: number(0),
    baseSeq: kind === 'delta' ? baseSeq : null,
    rosterEpoch: String.fromCharCode(...bytes.subarray(FIXED_BYTES, headerBytes)),
    rosterVersion: count(6),
    at: number(2),
    worldAt: number(3),
    shape: {
      nodes: count(0),
      edges: count(1),
      regions: count(2),
      zones: count(3),
      feeds: count(4),
      businessMetrics: count(5),
    },
    bodyBytes: count(7),
    headerBytes,
  }
}

function isSeq(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0
}

export function shapeOf(frame: Frame): FrameShape {
  return {
    nodes: frame.nodes.requestsPerSecond.length,
    edges: frame.edges.requestsPerSecond.length,
    regions: frame.regionTotals.length,
    zones: frame.zoneTotals.length,
    feeds: frame.feedObservedAt.length,
    businessMetrics: frame.businessTotals.length,
  }
}

export function isSameShape(one: FrameShape, other: FrameShape): boolean {
  return (
    one.nodes === other.nodes &&
    one.edges === other.edges &&
    one.regions === other.regions &&
    one.zones === other.zones &&
    one.feeds === other.feeds &&
    one.businessMetrics === other.businessMetrics
  )
}

/** The largest body a frame of this shape can have; what claims more is not read. */
export function mostBodyBytes(shape: FrameShape): number {
  const values = shape.nodes * NODE_COLUMNS.length + shape.edges * EDGE_COLUMNS.length
  const totals = shape.regions * (8 * 6 + 5 + 5 + shape.edges * 5) + shape.zones * 24
  return values * MOST_BYTES_A_VALUE + totals + shape.feeds * 8 + shape.businessMetrics * (16 + shape.regions * 8)
}
