import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorBody, ErrorCode } from '#contract/error.ts'

export interface Refusal {
  status: number
  code: ErrorCode
  /** In words. */
  message: string
}

/** Answers an upgrade with an ordinary error body and ends the connection. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const { status, code, message } = refusal
  const body: ErrorBody = { code, message, requestId: randomUUID() }
  const bytes = Buffer.from(JSON.stringify(body))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    'Cache-Control: no-store',
    ...(status === 503 ? ['Retry-After: 10'] : []),
    `Content-Length: ${bytes.length}`,
  ]
  socket.on('error', () => undefined)
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]), () => socket.destroy())
}
