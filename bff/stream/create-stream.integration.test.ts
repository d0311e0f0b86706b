import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import { KEY_FRAME_EVERY_MS } from '#contract/stream.ts'
import { follow, type Follower } from './stream-follower-fixture.ts'
import { edgeReading, startStreamServer, type StreamServer } from './stream-server-fixture.ts'

let servers: StreamServer[] = []

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()))
  servers = []
})

async function serve(input: Parameters<typeof startStreamServer>[0] = {}): Promise<StreamServer> {
  const server = await startStreamServer(input)
  servers.push(server)
  return server
}

async function startedFollower(server: StreamServer): Promise<Follower> {
  const follower = await follow(server.url, server.origin)
  follower.say({ type: 'start' })
  return follower
}

/** Waits until something is true that needs the sockets alone. */
async function settled(isTrue: () => boolean): Promise<void> {
  for (let looks = 0; !isTrue(); looks++) {
    if (looks > 2_000) throw new Error('it never became true')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Turns the server's clock step by step, with time for answers to pings in between. */
async function turn(server: StreamServer, ms: number): Promise<void> {
  for (let turned = 0; turned < ms; turned += 100) {
    server.clock.turn(100)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

describe('a follower', () => {
  it('is told hello, the roster, the whole frame, then deltas', async () => {
    const server = await serve()
    server.publish(100)
    const follower = await startedFollower(server)
    await follower.until('key 1')
    server.publish(120)
    server.publish(140)
    await follower.until('delta 2→3')
    expect(follower.told).toEqual(['hello', 'roster 1', 'key 1', 'delta 1→2', 'delta 2→3'])
    expect(follower.frames.map((frame) => frame.regionTotals[0]?.requestsPerSecond)).toEqual([100, 120, 140])
  })

  it('who comes before the first frame gets it when it exists', async () => {
    const server = await serve()
    const follower = await startedFollower(server)
    await follower.until('hello')
    await settled(() => server.stream.figures().clients === 1)
    // Its `start` has to be read before the frame is published, or it would be brought by that.
    server.clock.turn(5_000)
    await follower.until('heartbeat')
    server.publish()
    await follower.until('key 1')
    expect(follower.told).toEqual(['hello', 'heartbeat', 'roster 1', 'key 1'])
  })

  it('gets rows before the first frame that needs them', async () => {
    const server = await serve()
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    server.publish(10, (report) => report.edges.push(edgeReading(report.at, 30, 'web')))
    await follower.until('delta 1→2')
    expect(follower.told.slice(2)).toEqual(['key 1', 'roster-delta 2', 'delta 1→2'])
    expect(follower.frames[1]?.regionTotals[0]?.requestsPerSecond).toBe(40)
    expect([...(follower.frames[1]?.edges.requestsPerSecond ?? [])]).toHaveLength(2)
  })

  it('gets a whole frame every half minute', async () => {
    const server = await serve()
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    await turn(server, KEY_FRAME_EVERY_MS - 100)
    server.publish()
    await follower.until('delta 1→2')
    await turn(server, 100)
    server.publish()
    await follower.until('key 3')
    expect(follower.told.filter((word) => /^(key|delta)/.test(word))).toEqual(['key 1', 'delta 1→2', 'key 3'])
  })

  it('hears a heartbeat each five seconds, with the sources', async () => {
    const server = await serve()
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    server.clock.turn(4_999)
    server.publish()
    await follower.until('delta 1→2')
    expect(follower.told).not.toContain('heartbeat')
    server.clock.turn(1)
    await follower.until('heartbeat')
  })

  it('who pauses hears heartbeats only, and catches up when it resumes', async () => {
    const server = await serve()
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    follower.say({ type: 'pause' })
    await settled(() => {
      const { framesSent } = server.stream.figures()
      server.publish()
      return server.stream.figures().framesSent === framesSent
    })
    const sent = server.stream.figures().framesSent
    await turn(server, 20_000)
    const newest = server.publish(777)
    expect(server.stream.figures()).toMatchObject({ clients: 1, framesSent: sent })
    expect(follower.told.filter((word) => word === 'heartbeat')).toHaveLength(4)
    follower.say({ type: 'resume' })
    await settled(() => follower.frames.at(-1)?.seq === newest)
    expect(follower.frames.at(-1)?.regionTotals[0]?.requestsPerSecond).toBe(777)
  })
})

describe('a follower who comes back', () => {
  async function leaveAfterOneFrame(server: StreamServer): Promise<void> {
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    follower.socket.terminate()
    await settled(() => server.stream.figures().clients === 0)
  }

  it('gets what it missed, and no roster', async () => {
    const server = await serve()
    await leaveAfterOneFrame(server)
    server.publish()
    const follower = await follow(server.url, server.origin)
    follower.say({ type: 'start', rosterEpoch: 'one', rosterVersion: 1, since: 1 })
    // It says that it holds frame 1, which this follower does not: so it cannot read what builds upon it.
    await settled(() => follower.told.length === 2)
    expect(follower.told).toEqual(['hello', 'unreadable 2'])
  })

  it('gets nothing where it missed nothing, and goes on', async () => {
    const server = await serve()
    await leaveAfterOneFrame(server)
    const follower = await follow(server.url, server.origin)
    follower.say({ type: 'start', rosterEpoch: 'one', rosterVersion: 1, since: 1 })
    server.clock.turn(5_000)
    await follower.until('heartbeat')
    expect(follower.told).toEqual(['hello', 'heartbeat'])
  })

  it.each([
    ['another epoch', { rosterEpoch: 'two', rosterVersion: 1, since: 2 }],
    ['a frame of the future', { rosterEpoch: 'one', rosterVersion: 1, since: 99 }],
    ['a roster of the future', { rosterEpoch: 'one', rosterVersion: 9, since: 2 }],
    ['half of what is needed', { rosterEpoch: 'one' }],
  ])('with %s gets everything', async (_, start) => {
    const server = await serve()
    for (let frame = 0; frame < 3; frame++) server.publish()
    const follower = await follow(server.url, server.origin)
    follower.say({ type: 'start', ...start })
    await follower.until('key 3')
    expect(follower.told).toEqual(['hello', 'roster 1', 'key 3'])
  })

  it('after too long a time gets the whole frame, and of the roster what it lacks', async () => {
    const server = await serve({ limits: { resumeFrames: 3 } })
    for (let frame = 0; frame < 8; frame++) server.publish()
    server.publish(10, (report) => report.edges.push(edgeReading(report.at, 30, 'web')))
    const follower = await follow(server.url, server.origin)
    follower.say({ type: 'start', rosterEpoch: 'one', rosterVersion: 1, since: 2 })
    await settled(() => follower.told.length === 3)
    expect(follower.told).toEqual(['hello', 'roster-delta 2', 'unreadable 9'])
  })
})

describe('a follower who does not keep up', () => {
  it('is passed over while it reads nothing, and then let go; the others get every frame', async () => {
    const server = await serve()
    server.publish()
    const reader = await startedFollower(server)
    const sleeper = await startedFollower(server)
    await Promise.all([reader.until('key 1'), sleeper.until('key 1')])
    sleeper.socket.pause()
    for (let second = 0; second < 12; second++) {
      await turn(server, 1_000)
      const seq = server.publish()
      await reader.until(`delta ${seq - 1}→${seq}`)
    }
    expect(server.stream.figures()).toMatchObject({ clients: 1, evicted: 1 })
    expect(server.stream.figures().framesSkipped).toBeGreaterThan(0)
    expect(reader.frames).toHaveLength(13)
    sleeper.socket.resume()
    await sleeper.ended()
    expect(sleeper.frames.length).toBeLessThan(9)
  })

  it('gets a whole frame or all the deltas when it reads again, and goes on', async () => {
    const server = await serve()
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    follower.socket.pause()
    for (let second = 0; second < 7; second++) {
      await turn(server, 1_000)
      server.publish()
    }
    expect(server.stream.figures().framesSkipped).toBe(2)
    follower.socket.resume()
    await follower.until('delta 5→6')
    // Its answers to the pings are on their way; the frames that are brought until then are passed over.
    await settled(() => {
      const { framesSkipped } = server.stream.figures()
      server.publish()
      return server.stream.figures().framesSkipped === framesSkipped
    })
    const newest = server.publish(555)
    await settled(() => follower.frames.at(-1)?.seq === newest)
    expect(follower.frames.at(-1)?.regionTotals[0]?.requestsPerSecond).toBe(555)
    expect(follower.told.filter((word) => word.startsWith('unreadable'))).toEqual([])
  })
})

describe('what is not understood', () => {
  it.each([
    ['no JSON', '{'],
    ['an unknown message', '{"type":"shout"}'],
    ['a field too many', '{"type":"start","x":1}'],
    ['a pause before the start', '{"type":"pause"}'],
    ['nothing', ''],
  ])('ends the stream with a word: %s', async (_, message) => {
    const server = await serve()
    server.publish()
    const follower = await follow(server.url, server.origin)
    follower.say(message)
    expect(await follower.ended()).toBe(1008)
    expect(follower.told.at(-1)).toBe('bye bad-message')
  })

  it('ends the stream: a second start', async () => {
    const server = await serve()
    const follower = await startedFollower(server)
    follower.say({ type: 'start' })
    expect(await follower.ended()).toBe(1008)
  })

  it('ends the stream: bytes', async () => {
    const server = await serve()
    const follower = await startedFollower(server)
    follower.socket.send(Buffer.of(1, 2, 3))
    expect(await follower.ended()).toBe(1008)
  })

  it('ends the stream: a message beyond all measure', async () => {
    const server = await serve()
    const follower = await startedFollower(server)
    follower.socket.on('error', () => undefined)
    follower.say('x'.repeat(10_000))
    expect(await follower.ended()).toBe(1009)
    await settled(() => server.stream.figures().clients === 0)
  })

  it('ends the stream: a client that never starts', async () => {
    const server = await serve()
    const follower = await follow(server.url, server.origin)
    const ended = follower.ended()
    await turn(server, 8_000)
    expect(server.stream.figures().evicted).toBe(0)
    await turn(server, 1_000)
    expect(server.stream.figures().evicted).toBe(1)
    expect(await ended).toBe(1008)
  })
})

describe('who may follow', () => {
  const Answer = z.object({ status: z.number(), body: ErrorBody.nullable() })

  function ask(server: StreamServer, headers: Record<string, string>, path = '/api/v1/stream') {
    return new Promise<z.infer<typeof Answer>>((resolve, reject) => {
      const upgrade = {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      }
      const asked = request(`${server.origin}${path}`, { headers: { ...upgrade, ...headers } })
      asked.on('upgrade', (_, socket) => {
        socket.destroy()
        resolve({ status: 101, body: null })
      })
      asked.on('response', async (response) => {
        const parts: unknown[] = await response.toArray()
        const text = parts.map(String).join('')
        resolve({ status: response.statusCode ?? 0, body: ErrorBody.parse(JSON.parse(text)) })
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  it('a page of this server', async () => {
    const server = await serve()
    expect((await ask(server, { Origin: server.origin })).status).toBe(101)
  })

  it.each([
    ['no origin', {}],
    ['a foreign one', { Origin: 'https://elsewhere.example' }],
    ['another port', { Origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { Origin: 'null' }],
  ])('not: %s', async (_, headers) => {
    const server = await serve()
    const { status, body } = await ask(server, headers)
    expect(status).toBe(403)
    expect(body?.code).toBe('forbidden')
    expect(server.stream.figures().clients).toBe(0)
  })

  it('nobody without a session, nor where looking it up fails', async () => {
    const none = await serve({ authenticate: async () => null })
    expect((await ask(none, { Origin: none.origin })).status).toBe(401)
    const broken = await serve({ authenticate: () => Promise.reject(new Error('store is gone')) })
    expect((await ask(broken, { Origin: broken.origin })).status).toBe(401)
  })

  it('no more than there is room for', async () => {
    const server = await serve({ limits: { streams: 1 } })
    const follower = await startedFollower(server)
    const { status, body } = await ask(server, { Origin: server.origin })
    expect(status).toBe(503)
    expect(body).toMatchObject({ code: 'unavailable', message: expect.stringContaining('All 1 streams') })
    follower.socket.terminate()
    await settled(() => server.stream.figures().clients === 0)
    expect((await ask(server, { Origin: server.origin })).status).toBe(101)
  })

  it('nowhere else', async () => {
    const server = await serve()
    expect((await ask(server, { Origin: server.origin }, '/api/v1/streams')).status).toBe(404)
  })

  it('as long as the session lasts', async () => {
    let isSignedIn = true
    const server = await serve({
      authenticate: () => (isSignedIn ? { kind: 'local-operator', name: 'tester', roles: [] } : null),
    })
    const follower = await startedFollower(server)
    const ended = follower.ended()
    isSignedIn = false
    await turn(server, 30_000)
    await settled(() => server.stream.figures().clients === 0)
    expect(await ended).toBe(4401)
    expect(follower.told.at(-1)).toBe('bye session-ended')
  })
})

describe('the end', () => {
  it('is said to everybody, and takes nobody new', async () => {
    const server = await serve()
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    const [, code] = await Promise.all([server.stream.close(), follower.ended()])
    expect(code).toBe(1001)
    expect(follower.told.at(-1)).toBe('bye shutting-down')
    expect(server.stream.figures().clients).toBe(0)
  })

  it('does not wait for who does not answer', async () => {
    const server = await serve()
    server.publish()
    const follower = await startedFollower(server)
    await follower.until('key 1')
    follower.socket.pause()
    const closed = server.stream.close()
    server.clock.turn(900)
    await closed
    expect(server.stream.figures().clients).toBe(0)
    follower.socket.terminate()
  })
})
