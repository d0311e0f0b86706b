import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Programs of this repository as processes of their own, each ended by its handle. */
export interface Processes {
  begin(args: readonly string[], env: Readonly<Record<string, string>>, stdio: 'ipc' | 'pipe'): ChildProcess
  endAll(): Promise<void>
}

const ROOT = join(import.meta.dirname, '../..')
export const PATIENCE_MS = 120_000
const INSIST_AFTER_MS = 10_000

export function createProcesses(): Processes {
  const children = new Set<ChildProcess>()
  return {
    begin(args, env, stdio) {
      const child = spawn(process.execPath, args, {
        cwd: ROOT,
        env: { ...process.env, ...env },
        stdio: stdio === 'ipc' ? ['ignore', 'ignore', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe'],
      })
      children.add(child)
      return child
    },
    async endAll() {
      await Promise.all([...children].map((child) => endProcess(child, 'SIGTERM')))
    },
  }
}

export async function endProcess(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  const insist = setTimeout(() => child.kill('SIGKILL'), INSIST_AFTER_MS)
  await gone
  clearTimeout(insist)
}

export async function until(what: string, isSo: () => Promise<boolean>, withinMs = PATIENCE_MS): Promise<void> {
  const begun = performance.now()
  while (!(await isSo())) {
    if (performance.now() - begun > withinMs) throw new Error(`waited ${withinMs / 1_000} s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port')
  return address.port
}
