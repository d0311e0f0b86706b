import { createServer, type IncomingHttpHeaders } from 'node:http'

/** A small HTTP server for fakes of services that cannot be had here. */
export interface FakeServer {
  readonly url: string
  stop(): Promise<void>
}

export interface FakeRequest {
  method: string
  /** Path and query as sent. */
  url: string
  headers: IncomingHttpHeaders
  body: string
}

/** Null: no answer ever comes. */
export type FakeAnswer = { status: number; text: string; headers?: Readonly<Record<string, string>> } | null

export async function startFakeServer(answerTo: (request: FakeRequest) => FakeAnswer): Promise<FakeServer> {
  const server = createServer((request, response) => {
    void (async () => {
      const pieces: string[] = []
      for await (const piece of request.setEncoding('utf8')) pieces.push(String(piece))
      const { method = '', url = '', headers } = request
      const answer = answerTo({ method, url, headers, body: pieces.join('') })
      if (answer === null) return
      response.writeHead(answer.status, answer.headers)
      response.end(answer.text)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
