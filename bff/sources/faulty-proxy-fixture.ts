import { connect, createServer, type Server, type Socket } from 'node:net'

/** A small proxy on loopback between a source and its upstream, on whose wire everything can go wrong. */
export interface FaultyProxy {
  url: string
  /** From now on, for connections that stand as well; null takes the fault away. */
  set(fault: NetworkFault | null): Promise<void>
  /** Bytes of the newest flood that went out. */
  floodedBytes(): number
  stop(): Promise<void>
}

export const NETWORK_FAULTS = ['latency', 'reset', 'truncation', 'slow', 'hang', 'partition'] as const
/** Answers that nobody's wire made wrong. */
export const UPSTREAM_FAULTS = ['lie', 'flood'] as const
export type NetworkFault = (typeof NETWORK_FAULTS)[number] | (typeof UPSTREAM_FAULTS)[number]

/** What a test can wait for in place of 5 s. */
export const LATENCY_MS = 300
/** Answers of tests are a hundred times smaller than those of fleets, so this stands for 10 KB/s. */
const SLOW_BYTES = 10
const SLOW_EVERY_MS = 100
const FLOOD_PIECE = Buffer.alloc(64 * 1_024, 0x20)
const MOST_FLOOD_BYTES = 512 * 1_024 ** 2

export async function startFaultyProxy(upstreamUrl: string): Promise<FaultyProxy> {
  const upstream = new URL(upstreamUrl)
  const sockets = new Set<Socket>()
  let fault: NetworkFault | null = null
  let flooded = 0
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket)).on('error', () => {})
  }
  const server = createServer((near) => {
    keep(near)
    const told = fault
    if (told === 'lie' || told === 'flood') {
      flooded = 0
      near.once('data', (head) => speakFalsely(near, told, String(head), (bytes) => void (flooded += bytes)))
      return
    }
    const far = connect(Number(upstream.port), upstream.hostname)
    keep(far)
    near.on('data', (bytes) => void far.write(bytes)).on('close', () => far.destroy())
    far.on('close', () => near.end())
    passOn(far, near, () => fault)
  })
  const port = await listen(server, 0)
  const destroyAll = () => sockets.forEach((socket) => socket.destroy())
  return {
    url: `http://127.0.0.1:${port}${upstream.pathname.replace(/\/$/, '')}`,
    floodedBytes: () => flooded,
    async set(next) {
      const wasApart = fault === 'partition'
      fault = next
      // Whoever speaks falsely does so from the first byte of a connection.
      if (next === null || next === 'lie' || next === 'flood' || next === 'partition') destroyAll()
      if (next === 'partition' && !wasApart) await close(server)
      if (next !== 'partition' && wasApart) await listen(server, port)
    },
    async stop() {
      destroyAll()
      if (fault !== 'partition') await close(server)
    },
  }
}

/** Upstream's bytes to the source, as far as the fault lets them. */
function passOn(far: Socket, near: Socket, faultNow: () => NetworkFault | null): void {
  const waiting: Buffer[] = []
  const dripping = setInterval(() => {
    if (faultNow() !== 'slow') return
    const first = waiting.shift()
    if (first === undefined) return
    near.write(first.subarray(0, SLOW_BYTES))
    if (first.length > SLOW_BYTES) waiting.unshift(first.subarray(SLOW_BYTES))
    if (waiting.length < 2) far.resume()
  }, SLOW_EVERY_MS)
  near.once('close', () => clearInterval(dripping))
  far.on('data', (piece) => {
    const bytes = Buffer.from(piece)
    switch (faultNow()) {
      case 'hang':
        return
      case 'slow':
        // As much is held as a socket would.
        waiting.push(bytes)
        if (waiting.length > 8) far.pause()
        return
      case 'latency':
        setTimeout(() => near.write(bytes), LATENCY_MS)
        return
      case 'reset':
        near.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => near.resetAndDestroy())
        return
      case 'truncation':
        near.end(bytes.subarray(0, Math.floor(bytes.length / 2)))
        return
      default:
        near.write(bytes)
    }
  })
}

function speakFalsely(near: Socket, fault: 'lie' | 'flood', head: string, onSent: (bytes: number) => void): void {
  const isStream = /event-stream/.test(head)
  if (fault === 'lie') {
    const body = JSON.stringify({ apiVersion: 'v99', kind: 'Greeting', spec: { hello: 'world' } })
    near.end(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    )
    return
  }
  const type = isStream ? 'text/event-stream' : 'application/json'
  near.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n${isStream ? 'data: ' : '['}`)
  let sent = 0
  const more = () => {
    while (!near.destroyed && sent < MOST_FLOOD_BYTES) {
      sent += FLOOD_PIECE.length
      onSent(FLOOD_PIECE.length)
      if (!near.write(FLOOD_PIECE)) return
    }
  }
  near.on('drain', more)
  more()
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}
