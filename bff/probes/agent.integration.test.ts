import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { createProbeBoard, type ProbeBoard } from './probe-board.ts'
import { receiveReport } from './receive-report.ts'

const SECRET = 'sixteen letters or more'
const AGENT = fileURLToPath(new URL('agent.ts', import.meta.url))

const servers: Server[] = []
let agent: ChildProcess | null = null

afterEach(async () => {
  agent?.kill('SIGKILL')
  agent = null
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** Spillway's side: refuses the first report, so that the agent has to bring it again. */
async function startReceiver(board: ProbeBoard): Promise<string> {
  let reports = 0
  return serve((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      reports += 1
      if (reports === 1) return void response.writeHead(503).end()
      const header = request.headers['spillway-probe']
      const settings = { vantages: [{ id: 'fra-1', secret: SECRET }] }
      const body = JSON.parse(Buffer.concat(pieces).toString('utf8'))
      receiveReport({ settings, board, header: String(header), body, now: Date.now() })
      response.writeHead(202).end()
    })
  })
}

function start(...options: string[]): void {
  agent = spawn(process.execPath, [AGENT, '--vantage', 'fra-1', '--window-seconds', '1', '--rate', '20', ...options], {
    env: { ...process.env, SPILLWAY_PROBE_SECRET: SECRET },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

test('every answer, refusal, silence and stranger is counted for what it is, and no report is lost', async () => {
  const board = createProbeBoard()
  const receiver = await startReceiver(board)
  let knocks = 0
  const connections = new Set<number | undefined>()
  const door = await serve((request, response) => {
    knocks += 1
    connections.add(request.socket.remotePort)
    if (knocks % 4 === 1) return void response.writeHead(200, { 'x-region': 'us-west-2' }).end('ok')
    if (knocks % 4 === 2) return void response.writeHead(503).end()
    if (knocks % 4 === 3) return void response.writeHead(200).end('who am I?')
  })
  const closed = await serve(() => {})
  const gone = servers.pop()
  await new Promise((resolve) => gone?.close(resolve))
  start('--to', receiver, '--name', door, '--region', `us-east-1=${closed}`, '--timeout-ms', '400')

  await expect
    .poll(() => board.windows({ asked: null, at: Date.now(), spanMs: 60_000 }).length, { timeout: 15_000 })
    .toBeGreaterThanOrEqual(4)
  const seen = board.windows({ asked: null, at: Date.now(), spanMs: 60_000 })
  const words = new Set(seen.flatMap(({ failed }) => Object.keys(failed)))
  expect([...words].toSorted()).toEqual(['no-region', 'status-503', 'timeout'])
  expect(Object.keys(board.answers({ at: Date.now(), spanMs: 60_000 }).answeredBy)).toEqual(['us-west-2'])
  // A new connection each time: a kept one would go on telling what DNS and proxies did minutes ago.
  expect(connections.size).toBe(knocks)
  const named = board.windows({ asked: 'us-east-1', at: Date.now(), spanMs: 60_000 })
  expect(named.length).toBeGreaterThan(0)
  expect(
    named.every(
      ({ answeredBy, failed }) =>
        Object.keys(answeredBy).length === 0 && Object.keys(failed).every((word) => word === 'refused'),
    ),
  ).toBe(true)
  // The first report was refused and came again with the second: no gap between the windows.
  const begun = seen.map(({ from }) => from).toSorted((a, b) => a - b)
  const ended = seen.map(({ to }) => to).toSorted((a, b) => a - b)
  expect(begun.slice(1)).toEqual(ended.slice(0, -1))
}, 30_000)

test('several public names count together, each asked as often as the other', async () => {
  const board = createProbeBoard()
  const receiver = await startReceiver(board)
  const doors = ['us-east-1', 'us-west-2'].map((region) =>
    serve((_, response) => void response.writeHead(200, { 'x-region': region }).end()),
  )
  start('--to', receiver, ...(await Promise.all(doors)).flatMap((door) => ['--name', door]))
  const answers = () => board.answers({ at: Date.now(), spanMs: 60_000 }).answeredBy
  await expect.poll(() => answers()['us-west-2'] ?? 0, { timeout: 15_000 }).toBeGreaterThan(20)
  const { 'us-east-1': east = 0, 'us-west-2': west = 0 } = answers()
  expect(Math.abs(east - west)).toBeLessThanOrEqual(0.2 * (east + west))
}, 30_000)

test('without a secret it says what is missing and ends', async () => {
  start('--to', 'http://127.0.0.1:9')
  let said = ''
  agent?.stderr?.on('data', (text: Buffer) => (said += text.toString()))
  const code = await new Promise((resolve) => agent?.once('exit', resolve))
  expect(code).toBe(2)
  expect(said).toContain('expected at least one --name or --region')
})
