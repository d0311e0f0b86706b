import { createServer } from 'node:http'

/** A region for tests: says which one it is, on a free loopback port. */
export interface RegionServer {
  readonly region: string
  readonly port: number
  /** Requests it has got, counted where they arrive. */
  arrived(): number
  stop(): Promise<void>
}

export async function startRegionServer(region: string): Promise<RegionServer> {
  let arrived = 0
  const server = createServer((request, response) => {
    if (request.url !== '/health') arrived += 1
    response.setHeader('x-region', region)
    response.end(region)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    region,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    arrived: () => arrived,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
