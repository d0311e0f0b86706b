import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Probes } from '#bff/evacuation/ports.ts'
import { createProbeBoard } from '#bff/probes/probe-board.ts'
import { receiveReport } from '#bff/probes/receive-report.ts'
import { watchProbes } from '../watch-probes.ts'

/** The real probe agent, a process of its own, asking these addresses as the public name. */
export interface ProbeAgent extends Probes {
  stop(): Promise<void>
}

const SECRET = 'a secret for the tests alone'
const AGENT = fileURLToPath(new URL('../../probes/agent.ts', import.meta.url))
const RATE_PER_NAME = '15'

export async function startProbeAgent(addresses: readonly string[]): Promise<ProbeAgent> {
  const board = createProbeBoard()
  const settings = { vantages: [{ id: 'outside', secret: SECRET }] }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'))
      receiveReport({ settings, board, header: String(request.headers['spillway-probe']), body, now: Date.now() })
      response.writeHead(202).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const to = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const names = addresses.flatMap((each) => ['--name', each])
  const args = [AGENT, '--to', to, '--vantage', 'outside', '--window-seconds', '1', '--rate', RATE_PER_NAME, ...names]
  const agent = spawn(process.execPath, args, {
    env: { ...process.env, SPILLWAY_PROBE_SECRET: SECRET },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => agent.once('exit', () => resolve()))
  return {
    ...watchProbes({ board, now: Date.now }),
    async stop() {
      agent.kill('SIGTERM')
      await ended
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
