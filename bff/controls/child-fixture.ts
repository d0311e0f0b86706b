import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

/** Real daemons for tests: found, started in the foreground, ended by their own process ids. */

const FURTHER_DIRECTORIES = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin', '/opt/homebrew/bin']
const STOP_LIMIT_MS = 10_000

/** The program's path; undefined, loudly, where it is missing, which with CI=true is an error. */
export function findProgram(name: string, debianPackage: string): string | undefined {
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), ...FURTHER_DIRECTORIES]
  const found = directories.map((directory) => join(directory, name)).find(isExecutable)
  if (found !== undefined) return found
  const missing = `No ${name} is installed here (Debian: apt-get install ${debianPackage})`
  if (process.env['CI'] === 'true') throw new Error(`${missing}; with CI=true its tests must not be skipped.`)
  process.stderr.write(`\n**********\nSKIPPED: ${missing}.\nWhat is tested against it was NOT tested.\n**********\n\n`)
  return undefined
}

export interface RunningChild {
  readonly pid: number
  hasEnded(): boolean
  log(): string
  end(): Promise<void>
}

export function startChild(program: string, args: readonly string[]): RunningChild {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const log: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => log.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text))
  child.on('error', (error) => log.push(error.message))
  return {
    pid: child.pid ?? 0,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    log: () => log.join('').slice(-4_000),
    end: () => endChild(child),
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGCONT')
  child.kill('SIGTERM')
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await gone
  clearTimeout(limit)
}

/** Asks until it is so; by a deadline that is there to end a hanging test, not to measure. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, limitMs = 30_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within ${limitMs / 1_000} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A port that is free for TCP and UDP alike at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await freeTcpPort()
    if (await isFreeForUdp(port)) return port
  }
}

function freeTcpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function isFreeForUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)))
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
