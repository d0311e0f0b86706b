import { deflateRawSync } from 'node:zlib'
import type { EncodedFrame } from '#contract/frame-codec/encode-frame.ts'

/**
 * WebSocket frames built once and sent to everybody as the same bytes: a server's frames are not masked, so they need
 * nothing of the connection. (RFC 6455 §5.2; permessage-deflate is never negotiated here.)
 */
const FINAL = 0x80
const TEXT = 0x1
const BINARY = 0x2
const PING = 0x9
const DEFLATE_LEVEL = 1

export function binaryPacket(encoded: EncodedFrame): Buffer {
  return packet(BINARY, [encoded.header, deflateRawSync(encoded.body, { level: DEFLATE_LEVEL })])
}

export function textPacket(message: unknown): Buffer {
  return packet(TEXT, [Buffer.from(JSON.stringify(message))])
}

/** Its answer carries the same number: proof that all that was sent before it has been read. */
export interface Ping {
  number: number
  packet: Buffer
}

export function createPing(number: number): Ping {
  const payload = Buffer.alloc(4)
  payload.writeUInt32BE(number)
  return { number, packet: packet(PING, [payload]) }
}

export function pongNumber(payload: Buffer): number | null {
  return payload.length === 4 ? payload.readUInt32BE() : null
}

function packet(opcode: number, parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([headOf(opcode, length), ...parts])
}

function headOf(opcode: number, length: number): Buffer {
  if (length < 126) return Buffer.from([FINAL | opcode, length])
  if (length <= 0xffff) {
    const head = Buffer.from([FINAL | opcode, 126, 0, 0])
    head.writeUInt16BE(length, 2)
    return head
  }
  const head = Buffer.alloc(10)
  head[0] = FINAL | opcode
  head[1] = 127
  head.writeBigUInt64BE(BigInt(length), 2)
  return head
}
