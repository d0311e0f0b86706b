import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a command to its end with the terminal's streams; signals to us are passed on to it. Resolves with its exit
 * code (128 + signal where a signal ended it), never rejects. Beyond `timeLimitMs` it is ended and counts as failed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, timeLimitMs?: number, onOutput?: (text: string) => void }} [options]
 * @returns {Promise<number>}
 */
export function runChild(command, args, { env, cwd, timeLimitMs, onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: env ?? process.env,
      cwd,
      // What may be cut short is ended with everything it has started, so it needs a process group of its own.
      detached: timeLimitMs !== undefined && process.platform !== 'win32',
      stdio: ['ignore', onOutput === undefined ? 'inherit' : 'pipe', onOutput === undefined ? 'inherit' : 'pipe'],
    })
    const pass = (/** @type {Buffer} */ chunk, /** @type {NodeJS.WriteStream} */ stream) => {
      stream.write(chunk)
      onOutput?.(chunk.toString())
    }
    child.stdout?.on('data', (chunk) => pass(chunk, process.stdout))
    child.stderr?.on('data', (chunk) => pass(chunk, process.stderr))
    const stopForwarding = forwardSignals(child)
    const limit = timeLimitMs === undefined ? undefined : setTimeout(() => endGroup(child), timeLimitMs)
    const finish = (/** @type {number} */ code) => {
      stopForwarding()
      clearTimeout(limit)
      resolve(code)
    }
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      finish(127)
    })
    child.once('close', (code, signal) => finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}

/**
 * At a terminal Ctrl-C reaches the whole group, the child among it; passing it on as well would say it twice.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} stops forwarding
 */
export function forwardSignals(child) {
  const handlers = FORWARDED.map((signal) => {
    const handler = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    process.on(signal, handler)
    return /** @type {const} */ ([signal, handler])
  })
  return () => handlers.forEach(([signal, handler]) => process.off(signal, handler))
}

/** @param {import('node:child_process').ChildProcess} child the first of its own process group */
function endGroup(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

/**
 * What a quick command says; null where it fails, is missing or takes too long.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {number} [timeLimitMs]
 */
export function answerOf(command, args, timeLimitMs = 20_000) {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: timeLimitMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 0 ? stdout.trim() : null
}
