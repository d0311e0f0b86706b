import { createServer, type IncomingMessage } from 'node:http'

/** Stands between the driver and the API, so that something can happen between its question and its order. */
export interface ApiRelay {
  readonly url: string
  stop(): Promise<void>
}

export async function startApiRelay(input: { to: string; beforeOrder: () => Promise<void> | void }): Promise<ApiRelay> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request)
      if (request.method === 'PATCH') await input.beforeOrder()
      const answer = await fetch(`${input.to}${request.url}`, {
        method: request.method ?? 'GET',
        headers: { 'x-api-key': String(request.headers['x-api-key']), 'content-type': 'application/json' },
        ...(body === '' ? {} : { body }),
      })
      response.writeHead(answer.status)
      response.end(await answer.text())
    })().catch(() => response.destroy())
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

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: string[] = []
  for await (const piece of request.setEncoding('utf8')) pieces.push(String(piece))
  return pieces.join('')
}
