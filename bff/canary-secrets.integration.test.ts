import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ROUTES } from '#contract/routes.ts'
import { SourceStatus } from '#contract/source-status.ts'
import { base64 } from '#bff/sources/http-auth.ts'
import { settingsOfEvery, SOURCE_KINDS, type NetworkSourceKind } from '#bff/sources/every-source-fixture.ts'
import { startOddServer, type OddServer } from '#bff/sources/prometheus/odd-server-fixture.ts'

/**
 * Every secret of the configuration is a canary that must never sing: not in a log of any level, a status, a frame, an
 * error, the doctor's table or the store. The systems that are asked repeat all they are sent, in every way they can.
 */

const canaries: string[] = []

function canary(of: string): string {
  const secret = `canary-${of}-${canaries.length}-9f1c7e`
  canaries.push(secret)
  return secret
}

function bearer(kind: string) {
  return { kind: 'bearer', token: canary(`${kind}-bearer`) }
}

function basic(kind: string) {
  const [username, password] = [`user-of-${kind}`, canary(`${kind}-password`)]
  canaries.push(base64(`${username}:${password}`))
  return { kind: 'basic', username, password }
}

const headers = (kind: string) => ({ 'X-Canary': canary(`${kind}-header`) })
const hook = { secret: canary('hook') }

/** Made once, so that each kind has its own. */
const CREDENTIALS: Readonly<Record<NetworkSourceKind, object>> = {
  prometheus: { auth: bearer('prometheus'), headers: headers('prometheus') },
  vizceral: { auth: basic('vizceral') },
  eureka: { auth: basic('eureka'), headers: headers('eureka') },
  hystrix: { auth: bearer('hystrix') },
  turbine: { auth: basic('turbine') },
  alertmanager: { auth: bearer('alertmanager'), headers: headers('alertmanager'), hook },
  pcp: { auth: basic('pcp') },
  atlas: { auth: bearer('atlas'), headers: headers('atlas') },
}
const planeSecret = canary('plane')
const feedToken = canary('feed-token')
const streamToken = canary('stream-token')

let echo: OddServer
let home: string
beforeAll(async () => {
  let turn = 0
  echo = await startOddServer((response, request) => {
    const said = JSON.stringify({ headers: request.headers, url: request.url })
    const answers = [
      () => [500, 'text/plain', said],
      () => [400, 'application/json', JSON.stringify({ status: 'error', errorType: 'bad_data', error: said })],
      () => [401, 'text/plain', said],
      () => [200, 'application/json', JSON.stringify({ status: 'success', data: said })],
      () => [400, 'application/json', JSON.stringify({ type: 'error', message: said })],
      () => [200, 'text/html', `<!doctype html><p>${said}</p>`],
      () => [302, 'text/plain', said],
      () => [503, 'text/plain', `MaxConcurrentConnections reached: ${said}`],
    ] as const
    const [status = 500, type = '', body = ''] = answers[turn % answers.length]?.() ?? []
    turn += 1
    response.writeHead(Number(status), { 'content-type': String(type), location: `/${base64(said)}` })
    response.end(body)
  })
  home = mkdtempSync(join(tmpdir(), 'spillway-canary-'))
})
afterAll(async () => {
  await echo.close()
  rmSync(home, { recursive: true })
})

function configuration(over: object = {}): object {
  const { url } = echo
  const settingsOf = settingsOfEvery(
    {
      prometheus: url,
      vizceral: url,
      eureka: url,
      hystrix: url,
      turbine: url,
      alertmanager: url,
      pcp: url,
      atlas: url,
    },
    (kind) => ({ ...CREDENTIALS[kind], period: '1s', limits: { timeout: '3s' } }),
  )
  const sources = SOURCE_KINDS.map((kind) => ({ ...settingsOf(kind), ...tokensIn(kind, url) }))
  return {
    version: 1,
    regions: [{ id: 'us-east-1' }, { id: 'us-west-2' }],
    sources,
    controls: [
      {
        id: 'dns',
        kind: 'webhook',
        url,
        secret: planeSecret,
        layer: 'dns',
        instances: ['main'],
        targets: [
          { id: 'us-east-1', region: 'us-east-1' },
          { id: 'us-west-2', region: 'us-west-2' },
        ],
      },
    ],
    ...over,
  }
}

/** Where an address may hold one behind its question mark. */
function tokensIn(kind: NetworkSourceKind, url: string): object {
  const region = 'us-east-1'
  if (kind === 'vizceral') return { url: `${url}/graph?token=${feedToken}` }
  if (kind === 'hystrix') {
    return { instances: [{ url: `${url}/hystrix.stream?token=${streamToken}`, service: 'api', region }] }
  }
  return {}
}

/** Ends by itself, or when it is told. */
function run(program: string, file: string): { said(): string; ended: Promise<void>; end(): void } {
  let printed = ''
  const child = spawn(process.execPath, [join(import.meta.dirname, program)], {
    env: {
      ...process.env,
      SPILLWAY_CONFIG: file,
      SPILLWAY_STATE: join(home, 'state'),
      SPILLWAY_LOG_LEVEL: 'trace',
    },
  })
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return { said: () => printed, ended, end: () => void child.kill('SIGTERM') }
}

function writeConfiguration(name: string, content: object): string {
  const file = join(home, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}

/** Of a text, the canaries that sang in it. */
function singing(text: string): string[] {
  return canaries.filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
}

test('the doctor tells what is wrong with each source, and no secret', async () => {
  const doctor = run('doctor.ts', writeConfiguration('spillway.yaml', configuration()))
  await doctor.ended
  for (const kind of SOURCE_KINDS) expect(doctor.said()).toMatch(new RegExp(`^${kind} .*(FAILED|look)`, 'm'))
  expect(singing(doctor.said())).toEqual([])
}, 60_000)

test('a configuration that is wrong is told without what it holds', async () => {
  const [settings] = [configuration()].flatMap((it) => ('sources' in it && Array.isArray(it.sources) ? it.sources : []))
  const password = canary('userinfo')
  for (const [place, wrong] of [
    ['url', { ...settings, url: `http://user:${password}@127.0.0.1:9090` }],
    ['auth', { ...settings, auth: { kind: 'bearer', token: canary('odd'), passphrase: canary('extra') } }],
    ['headers', { ...settings, headers: { 'X Canary': canary('odd-header') } }],
  ] as const) {
    const file = writeConfiguration('wrong.yaml', configuration({ sources: [wrong] }))
    const doctor = run('doctor.ts', file)
    await doctor.ended
    expect(doctor.said()).toContain(place)
    expect(singing(doctor.said())).toEqual([])
  }
}, 60_000)

describe('a running server', () => {
  let server: ReturnType<typeof run>
  let address = ''
  beforeAll(async () => {
    const port = await freePort()
    const file = writeConfiguration('spillway.yaml', configuration({ listen: `127.0.0.1:${port}` }))
    server = run('main.ts', file)
    address = `http://127.0.0.1:${port}`
    await vi.waitUntil(
      () =>
        fetch(`${address}${ROUTES.readyz}`).then(
          () => true,
          () => false,
        ),
      {
        timeout: 60_000,
        interval: 100,
      },
    )
  }, 90_000)
  afterAll(async () => {
    server.end()
    await server.ended
  })
  const textOf = async (path: string, init: RequestInit = {}) => (await fetch(`${address}${path}`, init)).text()

  test('keeps them to itself, whatever is asked of it', async () => {
    const heard: string[] = []
    const socket = new WebSocket(`${address.replace('http', 'ws')}${ROUTES.stream}`, { origin: address })
    socket.on('message', (bytes) => heard.push(String(bytes)))
    // Each has failed in more than one way.
    await vi.waitUntil(
      async () => {
        const { sources } = JSON.parse(await textOf(ROUTES.sources))
        const statuses = SourceStatus.array().parse(sources)
        return statuses.length === SOURCE_KINDS.length && statuses.every(({ problems }) => problems.length > 0)
      },
      { timeout: 30_000, interval: 200 },
    )
    // Heartbeats carry the sources' state.
    await vi.waitUntil(() => heard.some((text) => text.includes('heartbeat')), { timeout: 30_000, interval: 100 })
    socket.close()
    const paths = [ROUTES.sources, ROUTES.traffic, ROUTES.identity, ROUTES.about, ROUTES.readyz, '/', '/api/v1/nothing']
    const answers = await Promise.all(paths.map((path) => textOf(path)))
    const body = JSON.stringify({ alerts: 'none', version: hook.secret })
    const json = { 'content-type': 'application/json' }
    for (const authorization of [`Bearer ${hook.secret}`, `Bearer ${planeSecret}x`]) {
      answers.push(
        await textOf(ROUTES.alertmanagerHook('alertmanager'), {
          method: 'POST',
          body,
          headers: { ...json, authorization },
        }),
      )
    }
    answers.push(await textOf(ROUTES.trySource('atlas'), { method: 'POST', headers: json, body: '{}' }))
    expect(singing(answers.join('\n'))).toEqual([])
    expect(singing(heard.join('\n'))).toEqual([])
    expect(
      server
        .said()
        .split('\n')
        .filter((line) => singing(line).length > 0),
    ).toEqual([])
  }, 60_000)

  test('writes none of them down', () => {
    const state = join(home, 'state')
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(0)
    for (const { parentPath, name } of files) {
      expect([name, singing(readFileSync(join(parentPath, name), 'latin1'))]).toEqual([name, []])
    }
  })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const bound = probe.address()
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}
