import type { StreamEnd } from './read-stream.ts'
import type { Timers } from '../poller.ts'
import type { Turn } from './turns.ts'

/**
 * Keeps one stream: reads it, and when it has ended begins again after a wait that doubles from one second to thirty,
 * each by a random part more or less so that many do not return in step. A stream that has lived for a while begins
 * anew with the shortest wait.
 */
export interface KeptStream {
  state(): StreamState
  /** Settles when nothing is under way any more. */
  close(): Promise<void>
}

export interface StreamState {
  kind: 'connecting' | 'open' | 'waiting'
  /** How often in a row it has ended without having lived for a while. */
  failuresInARow: number
  /** Why it ended last, in one sentence; null before, and once it is open again. */
  problem: string | null
}

export const FIRST_WAIT_MS = 1_000
export const LONGEST_WAIT_MS = 30_000
/** A stream that was open for so long did not fail at once. */
const LIVED_MS = 10_000

/** `random` gives 0–1. */
export function waitBeforeMs(failuresInARow: number, random: () => number): number {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failuresInARow - 1, 10))
  return Math.min(LONGEST_WAIT_MS, waitMs * (0.75 + 0.5 * random()))
}

export interface KeepStreamInput {
  read: (input: { signal: AbortSignal; onOpen: () => void }) => Promise<StreamEnd>
  /** Takes a turn at connecting; settles when it has one, with what gives it back. */
  turn: Turn
  timers: Timers
  now: () => number
  random: () => number
  onOpen: () => void
}

export function keepStream(input: KeepStreamInput): KeptStream {
  const closing = new AbortController()
  const { signal } = closing
  let state: StreamState = { kind: 'connecting', failuresInARow: 0, problem: null }

  async function readOnce(): Promise<{ end: StreamEnd; livedMs: number }> {
    const giveBack = await input.turn(signal)
    let openedAt = NaN
    try {
      const end = await input.read({
        signal,
        onOpen: () => {
          giveBack()
          openedAt = input.now()
          state = { ...state, kind: 'open', problem: null }
          input.onOpen()
        },
      })
      return { end, livedMs: Number.isNaN(openedAt) ? 0 : input.now() - openedAt }
    } finally {
      giveBack()
    }
  }

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      const { end, livedMs } = await readOnce()
      if (signal.aborted) break
      const failuresInARow = livedMs >= LIVED_MS ? 1 : state.failuresInARow + 1
      state = { kind: 'waiting', failuresInARow, problem: end.message }
      await pause(Math.max(waitBeforeMs(failuresInARow, input.random), end.retryAfterMs ?? 0), signal, input.timers)
      state = { ...state, kind: 'connecting' }
    }
  }

  const kept = keep()
  return {
    state: () => state,
    async close() {
      closing.abort()
      await kept
    },
  }
}

function pause(ms: number, signal: AbortSignal, timers: Timers): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      timers.clearTimeout(handle)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const handle = timers.setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
