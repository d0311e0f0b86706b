/**
 * Unsigned integers in groups of seven bits, lowest first, the top bit saying that more follow; signed ones folded by
 * zigzag (0, −1, 1, −2 … become 0, 1, 2, 3 …). At most five bytes: 32 bits.
 */
export interface Cursor {
  bytes: Uint8Array
  at: number
  view: DataView
}

export function createCursor(bytes: Uint8Array): Cursor {
  return { bytes, at: 0, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

export function writeVarint(cursor: Cursor, value: number): void {
  let rest = value
  while (rest > 0x7f) {
    cursor.bytes[cursor.at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  cursor.bytes[cursor.at++] = rest
}

export function readVarint(cursor: Cursor): number {
  const { bytes } = cursor
  let value = 0
  for (let shift = 0; shift <= 28; shift += 7) {
    if (cursor.at >= bytes.length) throw new RangeError('the frame ends in the middle of a number')
    const byte = bytes[cursor.at++]
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) {
      if (shift === 28 && byte > 0x0f) break
      return value >>> 0
    }
  }
  throw new RangeError('a number of the frame is longer than 32 bits')
}

export function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31)
}

export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1)
}

export function writeFloat64(cursor: Cursor, value: number): void {
  cursor.view.setFloat64(cursor.at, value, true)
  cursor.at += 8
}

export function readFloat64(cursor: Cursor): number {
  if (cursor.at + 8 > cursor.bytes.length) throw new RangeError('the frame ends in the middle of a total')
  const value = cursor.view.getFloat64(cursor.at, true)
  cursor.at += 8
  return value
}
