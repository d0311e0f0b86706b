import { once } from 'node:events'
import { createServer } from 'node:http'
import { Duplex } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createOutlet, type Outlet } from './create-outlet.ts'
import { createPing } from './packet.ts'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** An outlet over a socket whose other side takes a chunk only when it is told to. */
async function openOutlet(): Promise<{ outlet: Outlet; take: () => void; taken: Buffer[] }> {
  const server = createServer()
  const webSockets = new WebSocketServer({ server })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const client = new WebSocket(`ws://127.0.0.1:${port}`)
  ends.push(() => {
    client.terminate()
    webSockets.close()
    server.close()
  })
  await once(client, 'open')
  const taken: Buffer[] = []
  let take = () => {}
  const socket = new Duplex({
    read: () => undefined,
    write(chunk, _, done) {
      if (Buffer.isBuffer(chunk)) taken.push(chunk)
      take = () => {
        take = () => {}
        done()
      }
    },
  })
  return { outlet: createOutlet({ socket, webSocket: client, unacknowledgedFrames: 3 }), take: () => take(), taken }
}

const frame = [Buffer.from('frame')]

describe('the way out to a client', () => {
  it('is behind while anything waits in this process', async () => {
    const { outlet, take } = await openOutlet()
    expect(outlet.isBehind).toBe(false)
    outlet.writeFrame(frame)
    expect(outlet).toMatchObject({ isBehind: true, backlogBytes: 5 })
    take()
    expect(outlet).toMatchObject({ isBehind: false, backlogBytes: 0 })
  })

  it('is behind while too many frames are not known to be read, wherever they wait', async () => {
    const { outlet, take } = await openOutlet()
    for (const number of [1, 2, 3]) {
      outlet.writeFrame(frame)
      take()
      outlet.writePing(createPing(number))
      take()
    }
    expect(outlet).toMatchObject({ isBehind: true, backlogBytes: 0 })
    outlet.answered(77)
    outlet.answered(null)
    expect(outlet.isBehind).toBe(true)
    outlet.answered(1)
    expect(outlet.isBehind).toBe(false)
  })

  it('takes an answer for all that came before it', async () => {
    const { outlet, take } = await openOutlet()
    for (const number of [1, 2, 3]) {
      outlet.writeFrame(frame)
      take()
      outlet.writePing(createPing(number))
      take()
    }
    outlet.answered(3)
    outlet.writeFrame(frame)
    take()
    outlet.writeFrame(frame)
    take()
    expect(outlet.isBehind).toBe(false)
    outlet.writeFrame(frame)
    take()
    expect(outlet.isBehind).toBe(true)
  })

  it('asks a client that does not answer eight times at most', async () => {
    const { outlet, take, taken } = await openOutlet()
    for (let number = 1; number <= 20; number++) {
      outlet.writePing(createPing(number))
      take()
    }
    expect(taken).toHaveLength(8)
  })
})
