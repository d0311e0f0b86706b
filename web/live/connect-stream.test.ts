import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { edgeReading, startStreamServer, type StreamServer } from '#bff/stream/stream-server-fixture.ts'
import { openPage, type Page } from './connect-stream-fixture.ts'
import type { LiveState } from './live-store.ts'

const ends: (() => Promise<unknown> | void)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

type ServeInput = NonNullable<Parameters<typeof startStreamServer>[0]>

async function serve(input: ServeInput = {}): Promise<StreamServer> {
  const server = await startStreamServer({ checkOrigin: () => true, ...input })
  ends.push(() => server.close())
  return server
}

function open(input: Parameters<typeof openPage>[0]): Page {
  const page = openPage(input)
  ends.push(() => page.connection.close())
  return page
}

const hasFrame = (seq: number) => (state: LiveState) => state.frame?.seq === seq
const isIn = (kind: LiveState['stream']['kind']) => (state: LiveState) => state.stream.kind === kind

describe('a page', () => {
  it('goes live with the first frame, and follows', async () => {
    const server = await serve()
    server.publish(100)
    const page = open({ url: server.url })
    expect(page.store.getState().stream.kind).toBe('connecting')
    await page.until(hasFrame(1))
    server.publish(120)
    const { stream, frame, simulated, scenario } = await page.until(hasFrame(2))
    expect(stream.kind).toBe('live')
    expect({ simulated, scenario }).toEqual({ simulated: true, scenario: 'calm' })
    expect(frame?.regionTotals[0]?.requestsPerSecond).toBe(120)
    expect((frame?.edges.requestsPerSecond[0] ?? NaN) / 120).toBeCloseTo(1, 1)
    expect(page.received).toEqual([['hello', 'roster', 'frame', 'frame']])
  })

  it('never shows a frame beside a roster of other rows', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    server.publish(1, (report) => report.edges.push(edgeReading(report.at, 30, 'web')))
    server.publish(1, (report) => report.edges.push(edgeReading(report.at, 30, 'checkout')))
    await page.until(hasFrame(3))
    for (const { frame, roster } of page.states) {
      expect(frame?.rosterVersion).toBe(roster?.version)
      expect(frame?.edges.lagMs.length).toBe(roster?.edges.length)
    }
    expect(page.store.getState().roster?.edges).toHaveLength(3)
  })

  it('waits in patience for a server that has no frame yet', async () => {
    const server = await serve()
    const page = open({ url: server.url })
    await page.until((state) => state.simulated)
    expect(page.store.getState().stream.kind).toBe('connecting')
    server.publish()
    await page.until(isIn('live'))
  })

  it('measures how far its clock is ahead, and hears of the sources', async () => {
    const status = {
      id: 'prometheus',
      kind: 'prometheus' as const,
      tells: ['traffic' as const],
      preset: 'istio',
      url: 'http://prometheus.example',
      state: 'retrying' as const,
      since: 1,
      lastAnswerAt: null,
      nextAttemptAt: null,
      pollMs: null,
      feeds: [],
      problems: [],
    }
    const server = await serve({ sources: () => [status] })
    server.publish()
    const page = open({ url: server.url, skewMs: 7_200_000 })
    await page.until(hasFrame(1))
    server.clock.turn(5_000)
    const { skewMs } = await page.until((state) => state.sources.length === 1)
    // The server's clock went five seconds on, the page's stood.
    expect(skewMs).toBe(7_200_000 - 5_000)
    expect(page.store.getState().sources[0]?.state).toBe('retrying')
  })

  it('asks for silence while it is hidden, and is up to date when it is seen again', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    page.hide()
    const sentBefore = await untilPaused(server)
    const newest = server.publish(777)
    expect(server.stream.figures().framesSent).toBe(sentBefore)
    page.show()
    const { frame } = await page.until(hasFrame(newest))
    expect(frame?.regionTotals[0]?.requestsPerSecond).toBe(777)
    expect(page.sent).toEqual([['{"type":"start"}', '{"type":"pause"}', '{"type":"resume"}']])
  })

  async function untilPaused(server: StreamServer): Promise<number> {
    for (;;) {
      const { framesSent } = server.stream.figures()
      server.publish()
      if (server.stream.figures().framesSent === framesSent) return framesSent
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  it('that opens hidden has a picture, and then silence', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    page.hide()
    await page.until(hasFrame(1))
    expect(page.sent).toEqual([['{"type":"start"}', '{"type":"pause"}']])
  })
})

describe('a page that loses the stream', () => {
  it('keeps its picture, says why, and resumes from it without the roster', async () => {
    const server = await serve()
    server.publish(100)
    const page = open({ url: server.url })
    const { frame } = await page.until(hasFrame(1))
    page.cut()
    const { stream } = await page.until(isIn('reconnecting'))
    expect(stream).toEqual({
      kind: 'reconnecting',
      since: page.clock.now(),
      nextAttemptAt: page.clock.now() + 500,
      attempt: 1,
      reason: 'The connection to the server was lost.',
    })
    expect(page.store.getState().frame).toBe(frame)
    server.publish(140)
    page.clock.turn(500)
    const after = await page.until(hasFrame(2))
    expect(after.frame?.regionTotals[0]?.requestsPerSecond).toBe(140)
    expect(after.stream.kind).toBe('live')
    expect(page.sent[1]).toEqual(['{"type":"start","rosterEpoch":"one","rosterVersion":1,"since":1}'])
    expect(page.received[1]).toEqual(['hello', 'frame'])
  })

  it('is live again with the next frame where it missed none', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    page.cut()
    await page.until(isIn('reconnecting'))
    page.clock.turn(500)
    await page.until(() => page.received.length === 2 && page.received[1]?.[0] === 'hello')
    server.publish()
    expect((await page.until(hasFrame(2))).stream.kind).toBe('live')
  })

  it('learns a new roster from a server that was started anew', async () => {
    const first = await serve()
    first.publish()
    const page = open({ url: first.url })
    await page.until(hasFrame(1))
    const port = Number(new URL(first.url).port)
    await first.close()
    const { stream } = await page.until(isIn('reconnecting'))
    expect(stream).toMatchObject({ reason: 'The server is being restarted.' })
    const second = await serve({ epoch: 'two', port })
    second.publish(55)
    page.connection.reconnectNow()
    const { roster } = await page.until((state) => state.frame?.rosterEpoch === 'two')
    expect(roster?.epoch).toBe('two')
    expect(page.store.getState().stream.kind).toBe('live')
  })

  it('tries again and again, each time twice as late, up to a quarter of a minute', async () => {
    const unused = createServer().listen(0, '127.0.0.1')
    await once(unused, 'listening')
    const address = unused.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    unused.close()
    await once(unused, 'close')
    const page = open({ url: `ws://127.0.0.1:${port}/api/v1/stream` })
    const waits: number[] = []
    for (let attempt = 1; attempt <= 8; attempt++) {
      const { stream } = await page.until(
        (state) => state.stream.kind === 'reconnecting' && state.stream.attempt === attempt,
      )
      if (stream.kind !== 'reconnecting') throw new Error(stream.kind)
      expect(stream.reason).toBe('The server cannot be reached.')
      waits.push(stream.nextAttemptAt - page.clock.now())
      page.clock.turn(stream.nextAttemptAt - page.clock.now())
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
  })

  it('counts the attempts of one loss, and the loss from its beginning', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    const lostAt = page.clock.now()
    await server.close()
    await page.until(isIn('reconnecting'))
    page.clock.turn(2_000)
    const { stream } = await page.until(({ stream: now }) => now.kind === 'reconnecting' && now.attempt === 2)
    expect(stream).toMatchObject({ since: lostAt, reason: 'The server cannot be reached.' })
  })

  it('tries at once when it is asked to, or seen again', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    page.cut()
    await page.until(isIn('reconnecting'))
    server.publish()
    page.connection.reconnectNow()
    await page.until(hasFrame(2))
    page.hide()
    page.cut()
    await page.until(isIn('reconnecting'))
    server.publish()
    page.show()
    await page.until(hasFrame(3))
    // What was waiting for its time is off.
    page.clock.turn(5_000)
    expect(page.received).toHaveLength(3)
  })

  it('notices when nothing is heard any more', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    page.clock.turn(9_999)
    expect(page.store.getState().stream.kind).toBe('live')
    page.clock.turn(1)
    expect(page.store.getState().stream).toMatchObject({
      kind: 'reconnecting',
      reason: 'Nothing was heard from the server for 10 s.',
    })
    expect(page.store.getState().frame?.seq).toBe(1)
  })

  it('notices a server that takes the connection and never answers', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    ends.push(() => void mute.close())
    const address = mute.address()
    const page = open({ url: `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` })
    page.clock.turn(10_000)
    expect(page.store.getState().stream).toMatchObject({
      kind: 'reconnecting',
      reason: 'The server did not answer within 10 s.',
    })
  })

  it('stops when its session has ended, and comes back when it is asked to', async () => {
    let isSignedIn = true
    const server = await serve({
      authenticate: () => (isSignedIn ? { kind: 'local-operator', name: 'tester', roles: [] } : null),
    })
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    isSignedIn = false
    for (let second = 0; second < 300; second++) {
      server.clock.turn(100)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const { stream } = await page.until(isIn('stopped'))
    expect(stream).toMatchObject({ reason: 'Your session has ended. Sign in again.' })
    page.clock.turn(60_000)
    expect(page.received).toHaveLength(1)
    isSignedIn = true
    server.publish()
    page.connection.reconnectNow()
    await page.until(isIn('live'))
  })

  it('has nothing more to do with a stream it has closed', async () => {
    const server = await serve()
    server.publish()
    const page = open({ url: server.url })
    await page.until(hasFrame(1))
    page.connection.close()
    expect(page.store.getState().stream).toMatchObject({ kind: 'stopped', reason: 'This page has ended the stream.' })
    page.connection.reconnectNow()
    page.clock.turn(60_000)
    page.hide()
    page.show()
    expect(page.received).toHaveLength(1)
    expect(page.store.getState().stream.kind).toBe('stopped')
  })

  it('says so where its address is none', async () => {
    const page = open({ url: 'gopher://nowhere' })
    expect(page.store.getState().stream).toMatchObject({ kind: 'reconnecting', attempt: 1 })
  })
})
