import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OddServer {
  url: string
  /** Whole request bodies, in order. */
  bodies: string[]
  requests: IncomingMessage[]
  /** Bytes of the answers that went out. */
  sentBytes(): number
  answerWith(handler: Handler): void
  close(): Promise<void>
}

export type Handler = (response: ServerResponse, request: IncomingMessage) => void

/** A real HTTP server on loopback that answers as oddly as it is told. */
export async function startOddServer(handler: Handler): Promise<OddServer> {
  let current = handler
  let sentBytes = 0
  const bodies: string[] = []
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    response.on('error', () => {})
    const { socket } = request
    const before = socket.bytesWritten
    socket.once('close', () => {
      sentBytes += socket.bytesWritten - before
    })
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => {
      body += piece
    })
    request.on('end', () => {
      bodies.push(body)
      current(response, request)
    })
    request.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    bodies,
    requests,
    sentBytes: () => sentBytes,
    answerWith(next) {
      current = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return address.port
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers })
    response.end(body)
  }
}

export function vector(rows: readonly { metric: Record<string, string>; value: readonly [number, string] }[]): Handler {
  return json(200, { status: 'success', data: { resultType: 'vector', result: rows } })
}
