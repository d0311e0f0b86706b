import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { startStreamServer, type StreamServer } from '#bff/stream/stream-server-fixture.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { openPage, type Page } from './connect-stream-fixture.ts'

const ends: (() => Promise<unknown> | void)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

function open(url: string): Page {
  const page = openPage({ url })
  ends.push(() => page.connection.close())
  return page
}

/** A server that takes every connection and says what the test says. */
async function serveAnything(greet: (say: (message: string | Uint8Array) => void) => void): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (socket) => greet((message) => socket.send(message)))
  await once(server, 'listening')
  ends.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  const address = server.address()
  return `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const isReconnecting: Parameters<Page['until']>[0] = ({ stream }) => stream.kind === 'reconnecting'

describe('a server that talks nonsense', () => {
  const hello = JSON.stringify({
    type: 'hello',
    protocol: 1,
    serverAt: 1,
    simulated: false,
    freshness: DEFAULT_FRESHNESS_RULE,
    health: DEFAULT_HEALTH_THRESHOLDS,
  })

  it.each([
    ['no JSON', ['{']],
    ['an unknown message', ['{"type":"shout"}']],
    ['another protocol', [hello.replace('"protocol":1', '"protocol":2')]],
    ['a roster that is none', [hello, '{"type":"roster","roster":{}}']],
    [
      'a change of a roster it never sent',
      [
        '{"type":"roster-delta","delta":{"epoch":"e","version":1,"zones":[],"feeds":[],"businessMetrics":[],"nodes":[],"edges":[],"changedNodes":[],"changedEdges":[]}}',
      ],
    ],
    ['a frame without a roster', [hello, Uint8Array.of(0x53, 1, 0, 1)]],
    ['noise', [hello, Uint8Array.from({ length: 500 }, (_, index) => (index * 37) % 256)]],
    ['nothing at all in a frame', [new Uint8Array(0)]],
  ])('is left, with a reason in words: %s', async (_, messages) => {
    const page = open(await serveAnything((say) => messages.forEach((message) => say(message))))
    const { stream } = await page.until(isReconnecting)
    expect(stream).toMatchObject({ reason: expect.stringMatching(/^A message of the server could not be read: .+/) })
    expect(page.store.getState().frame).toBeNull()
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 8)],
    ['not deflated', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -20), Buffer.alloc(20, 0xff)])],
    ['with something behind it', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(50, 1)])],
  ])('is left: a frame %s; the next connection begins anew', async (_, damage) => {
    const server = await startStreamServer({ checkOrigin: () => true })
    ends.push(() => server.close())
    server.publish()
    const good = await messagesOf(server)
    const page = open(
      await serveAnything((say) => {
        say(hello)
        for (const message of good) say(typeof message === 'string' ? message : damage(message))
      }),
    )
    const { stream } = await page.until(isReconnecting)
    expect(stream).toMatchObject({ reason: expect.stringMatching(/^A message of the server could not be read/) })
    expect(page.store.getState().frame).toBeNull()
    page.clock.turn(500)
    await page.until(() => page.sent.length === 2 && page.sent[1]?.length === 1)
    expect(page.sent[1]).toEqual(['{"type":"start"}'])
  })

  it('keeps its picture when a frame that follows cannot be read', async () => {
    const server = await startStreamServer({ checkOrigin: () => true })
    ends.push(() => server.close())
    server.publish()
    const good = await messagesOf(server)
    const says: ((message: string | Uint8Array) => void)[] = []
    const page = open(
      await serveAnything((say) => {
        for (const message of [hello, ...good]) say(message)
        says.push(say)
      }),
    )
    await page.until(({ frame }) => frame !== null)
    for (const say of says) say(Uint8Array.of(1, 2, 3))
    await page.until(isReconnecting)
    expect(page.store.getState().frame?.seq).toBe(1)
  })

  /** The roster and the whole frame, as the real server sends them. */
  async function messagesOf(server: StreamServer): Promise<(string | Buffer)[]> {
    const socket = new WebSocket(server.url)
    socket.binaryType = 'arraybuffer'
    const messages: (string | Buffer)[] = []
    await new Promise<void>((resolve) => {
      socket.addEventListener('open', () => socket.send('{"type":"start"}'))
      socket.addEventListener('message', ({ data }: { data: unknown }) => {
        if (typeof data === 'string' && data.includes('"type":"roster"')) messages.push(data)
        if (!(data instanceof ArrayBuffer)) return
        messages.push(Buffer.from(data))
        resolve()
      })
    })
    socket.close()
    return messages
  }
})
