import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startOddServer, text, type Handler, type OddServer } from '../prometheus/odd-server-fixture.ts'
import type { TrafficSource } from '../source.ts'
import { JAVA_COMMAND } from './hystrix-events-fixture.ts'
import { breakerOf, problemsOf, reportOf, sourceOfClusters, sourceOfInstances } from './source-fixture.ts'

/** Conditions come within moments; only a broken test waits for so long. */
const WITHIN = { timeout: 20_000, interval: 50 }
const { signal } = new AbortController()

let server: OddServer
let source: TrafficSource | null = null
beforeAll(async () => {
  server = await startOddServer(text(404, ''))
})
afterEach(async () => {
  await source?.close?.()
  source = null
})
afterAll(() => server.close())

const event = (over: object = {}) =>
  `data: ${JSON.stringify({ ...JAVA_COMMAND, currentTime: Date.now(), ...over })}\n\n`

/** A stream that sends this at once, and goes on as told. */
function stream(begin: () => string, andThen: (response: ServerResponse) => void = () => {}): Handler {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream;charset=UTF-8' })
    response.write(begin())
    andThen(response)
  }
}

function again(every: number, write: () => string): (response: ServerResponse) => void {
  return (response) => {
    const timer = setInterval(() => response.write(write()), every)
    response.on('close', () => clearInterval(timer))
  }
}

function open(over: object = {}, path = '/hystrix.stream'): TrafficSource {
  source = sourceOfInstances(
    [{ url: `${server.url}${path}`, service: 'catalog-api', region: 'us-east-1', instance: 'i-1' }],
    over,
  )
  return source
}

describe('a stream', () => {
  test('whose `ping:` lines are no events, in pieces that end anywhere', async () => {
    const bytes = Buffer.from(`ping: \n\n: ping\n${event({ name: 'Gét' })}ping: \n\n`)
    server.answerWith((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const byte of bytes) response.write(Uint8Array.of(byte))
    })
    open()
    await expect.poll(() => breakerOf(open(), 'Gét'), WITHIN).toMatchObject({ name: 'catalog-api', state: 'open' })
  })

  test('that only pings lives, and tells of nothing', async () => {
    server.answerWith(
      stream(
        () => 'ping: \n\n',
        again(20, () => 'ping: \n\n'),
      ),
    )
    const asked = server.requests.length
    const pinging = open({ limits: { silence: 400 } })
    const report = await reportOf(pinging)
    expect(report).toMatchObject({
      facts: { breakers: [] },
      problems: [],
      feeds: [{ region: 'us-east-1', observedAt: NaN }],
    })
    // The first look waits for a word for longer than it takes to be silent.
    expect(server.requests.length - asked).toBe(1)
  })

  test('that falls silent is dead, and is opened again', async () => {
    server.answerWith(stream(() => event()))
    const asked = server.requests.length
    const silent = open({ limits: { silence: 300 } })
    await expect.poll(() => problemsOf(silent), WITHIN).toMatch(/sent nothing for 0\.3 s, not even a ping/)
    await expect.poll(() => server.requests.length - asked, WITHIN).toBeGreaterThan(1)
    // What it told stays for a while, and ages.
    expect(await breakerOf(silent, 'GetRatings')).toMatchObject({ state: 'open' })
  })

  test('is one connection, however often it is looked at, and is let go of in the end', async () => {
    let connections = 0
    server.answerWith(
      stream(event, (response) => {
        connections += 1
        response.on('close', () => (connections -= 1))
        again(50, event)(response)
      }),
    )
    const asked = server.requests.length
    const read = open()
    for (let look = 0; look < 5; look += 1) await reportOf(read)
    expect(server.requests.length - asked).toBe(1)
    expect(connections).toBe(1)
    await read.close?.()
    await expect.poll(() => connections, WITHIN).toBe(0)
  })

  test.each<[string, Handler, RegExp]>([
    [
      'all connections are taken',
      text(503, 'MaxConcurrentConnections reached: 5'),
      /serves no more than 5 connections and all are taken \(MaxConcurrentConnections\)/,
    ],
    ['it is being shut down', text(503, 'Service has been shut down.'), /is being shut down/],
    [
      'it is busy',
      text(503, 'secret-word'),
      /is not ready or has too much to do \(503\), or all of its few connections are taken/,
    ],
    ['it does not exist', text(404, ''), /does not exist \(404\); Spring Boot 2 serves it at \/actuator/],
    ['credentials are missing', text(401, ''), /does not let Spillway in \(401\)/],
    ['it is elsewhere', text(302, '', { location: 'http://169.254.169.254/' }), /which is never followed/],
    ['a login is in between', text(200, '<html>', { 'content-type': 'text/html' }), /answered with a web page/],
    ['it is no stream', text(200, '{}', { 'content-type': 'application/json' }), /answered with JSON/],
    ['it fails', text(500, 'secret-word'), /failed with 500/],
    ['it is cut off', (response) => response.socket?.destroy(), /broke off the connection|could not be asked/],
    [
      'it ends',
      stream(
        () => 'ping: \n\n',
        (response) => response.end(),
      ),
      /ended its stream/,
    ],
    ['it never answers', () => {}, /did not answer within 0\.5 s/],
    ['its refusal never ends', (response) => response.writeHead(503).write('Max'), /did not answer within 0\.5 s/],
    ['one event has no end', stream(() => `data: ${'x'.repeat(8_000)}`), /sent an event of more than 2 KB/],
  ])('in words: %s', async (_, handler, words) => {
    server.answerWith(handler)
    const read = open({ limits: { timeout: 500, silence: 500, bytes: 2_048 } })
    await expect.poll(() => problemsOf(read), WITHIN).toMatch(words)
    expect(await problemsOf(read)).not.toContain('secret-word')
  })

  test('credentials go along and stay out of every word', async () => {
    server.answerWith((response, request) => text(500, request.headers.authorization ?? '')(response, request))
    const read = open({ auth: { kind: 'bearer', token: 'hush-hush' } }, '/hystrix.stream?key=hush-hush')
    await expect.poll(() => problemsOf(read), WITHIN).toMatch(/failed with 500/)
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer hush-hush')
    expect(JSON.stringify([await read.poll({ signal }), read.url, await read.examine({ signal })])).not.toContain(
      'hush',
    )
  })

  test('what is no event of Hystrix is said, and the rest is read', async () => {
    server.answerWith(stream(() => `data: hello\n\ndata: {"type":"Other"}\n\n${event()}`))
    const read = open()
    expect(await breakerOf(read, 'GetRatings')).toBeDefined()
    expect(await problemsOf(read)).toMatch(/sent events that are not Hystrix's/)
  })

  test('that lags says by how much, and its breakers are as old as they are', async () => {
    const at = Date.now() - 60_000
    server.answerWith(stream(() => event({ currentTime: at })))
    const read = open()
    expect(await breakerOf(read, 'GetRatings')).toMatchObject({ observedAt: at })
    expect(await problemsOf(read)).toMatch(/^Behind by their own currentTime: .+ by 60 s/)
    expect((await reportOf(read)).feeds).toEqual([{ region: 'us-east-1', observedAt: at, periodMs: 1_000 }])
  })

  test('the size of the pool a command shares is its limit', async () => {
    server.answerWith(
      stream(
        () => 'data: {"type":"HystrixThreadPool","name":"catalog","currentMaximumPoolSize":20}\n\n',
        again(50, event),
      ),
    )
    expect(await breakerOf(open(), 'GetRatings')).toMatchObject({ concurrencyLimit: 20 })
  })
})

describe('of several instances', () => {
  test('one that fails is named, and the others are told', async () => {
    server.answerWith((response, request) =>
      (request.url === '/good' ? stream(event, again(50, event)) : text(500, ''))(response, request),
    )
    source = sourceOfInstances([
      { url: `${server.url}/good`, service: 'catalog-api', region: 'us-east-1' },
      { url: `${server.url}/bad`, service: 'catalog-api', region: 'eu-west-1' },
    ])
    const read = source
    await expect.poll(() => problemsOf(read), WITHIN).toMatch(/\/bad failed with 500/)
    const { feeds, facts } = await reportOf(read)
    expect(facts?.breakers).toMatchObject([{ name: 'catalog-api', region: 'us-east-1', instances: 1 }])
    expect(feeds.map(({ region, observedAt }) => [region, Number.isNaN(observedAt)])).toEqual([
      ['us-east-1', false],
      ['eu-west-1', true],
    ])
  })

  test('the doctor opens them, tells, and lets go', async () => {
    let connections = 0
    server.answerWith((response, request) => {
      connections += 1
      response.on('close', () => (connections -= 1))
      ;(request.url === '/good'
        ? stream(event)
        : stream(
            () => 'ping: \n\n',
            again(50, () => 'ping: \n\n'),
          ))(response, request)
    })
    const read = sourceOfInstances([
      { url: `${server.url}/good`, service: 'catalog-api' },
      { url: `${server.url}/idle`, service: 'catalog-api' },
    ])
    const findings = await read.examine({ signal })
    expect(findings).toMatchObject([
      {
        asked: 'streams',
        outcome: 'warning',
        answer: '2 of 2 streams are open; 1 of them tell of no command yet: none has run there.',
      },
      { asked: 'commands', outcome: 'ok', answer: '1 breakers: GetRatings (catalog).', ageMs: expect.any(Number) },
    ])
    await expect.poll(() => connections, WITHIN).toBe(0)
  })
})

describe('turbine.stream', () => {
  test('one newline after a ping, deletions, and a cluster of no hosts', async () => {
    const summed = { reportingHosts: 2, currentTime: 2 * Date.now(), isCircuitBreakerOpen: '{"true":1,"false":1}' }
    const deletion = 'data: {"deleteData":"true","type":"HystrixCommand","name":"GetGone"}\n\n'
    const meta = 'data: {"type":"meta","name":"meta","reportingHostsLast10Seconds":0,"timestamp":1}\n\n'
    server.answerWith(
      stream(
        () => `: ping\n${event({ ...summed, name: 'GetGone' })}${event(summed)}`,
        (response) => {
          setTimeout(() => response.write(`: ping\n${deletion}${meta}`), 100)
        },
      ),
    )
    source = sourceOfClusters([
      { url: `${server.url}/turbine.stream?cluster=API`, service: 'API', region: 'us-east-1' },
    ])
    const read = source
    expect(read).toMatchObject({ kind: 'turbine', url: `${server.url}/turbine.stream?cluster=API` })
    await expect.poll(() => problemsOf(read), WITHIN).toMatch(/cluster=API hears of no host at all/)
    const { facts } = await reportOf(read)
    expect(facts?.breakers).toMatchObject([
      { name: 'API', command: 'GetRatings', state: 'open', openInstances: 1, instances: 2, p99LatencyMs: NaN },
    ])
  })

  test('an unknown cluster', async () => {
    server.answerWith(text(404, 'Cluster not found'))
    source = sourceOfClusters([{ url: `${server.url}/turbine.stream?cluster=NOBODY`, service: 'API' }])
    const read = source
    await expect.poll(() => problemsOf(read), WITHIN).toMatch(/does Turbine know a cluster of this name/)
  })
})
