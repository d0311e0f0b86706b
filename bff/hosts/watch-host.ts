import { HOST_LASTS_MS, type HostMetrics, type HostState } from '#contract/services/host.ts'
import type { Clock } from '#bff/clock.ts'
import type { HostAnswer, HostSample, WatchedHost } from '#bff/sources/host-source.ts'
import type { Timers } from '#bff/sources/poller.ts'
import { planRetry } from '#bff/sources/retry.ts'
import { createHostRing, type HostRing } from './host-ring.ts'

/** One host, one loop, however many look at it. It ends by itself when nobody has asked for a while. */
export interface HostWatch {
  /** What is known now; keeps the loop going. */
  ask(since?: number): HostTold
  close(): void
}

export type HostTold = Pick<
  HostMetrics,
  | 'state'
  | 'problem'
  | 'nextAttemptAt'
  | 'hostName'
  | 'observedAt'
  | 'receivedAt'
  | 'skewMs'
  | 'at'
  | 'series'
  | 'untold'
  | 'notes'
>

export interface HostWatchInput {
  host: WatchedHost
  periodMs: number
  clock: Clock
  timers: Timers
  /** 0–1 */
  random: () => number
  /** Nobody has looked for a while. */
  onOver: () => void
}

/** However fast it answers, it is let rest for so long between two questions. */
const SHORTEST_REST_MS = 250
/** A host that is looked at is asked again soon: somebody is waiting for it to come back. */
const LONGEST_RETRY_MS = 10_000
/** A host that does not come back at all is given up after this. */
const READ_LIMIT_MS = 60_000

interface Known {
  state: HostState
  problem: string | null
  nextAttemptAt: number | null
  sample: HostSample | null
  receivedAt: number | null
}

export function watchHost(input: HostWatchInput): HostWatch {
  const { host, periodMs, clock, timers, random } = input
  const ring = createHostRing()
  const ending = new AbortController()
  let askedAt = clock.now()
  let failuresInARow = 0
  let known: Known = { state: 'connecting', problem: null, nextAttemptAt: null, sample: null, receivedAt: null }
  let planned: unknown = null

  function plan(afterMs: number): void {
    if (!ending.signal.aborted) planned = timers.setTimeout(() => void turn(), afterMs)
  }

  function end(): void {
    timers.clearTimeout(planned)
    ending.abort()
  }

  async function turn(): Promise<void> {
    if (clock.now() - askedAt > HOST_LASTS_MS) {
      end()
      input.onOver()
      return
    }
    const beganAt = clock.now()
    const answer = await readOnce(host, timers, ending.signal)
    if (ending.signal.aborted) return
    plan(answer.kind === 'answered' ? accept(answer.sample, beganAt) : refuse(answer))
  }

  /** Both answer how long to wait, ms. */
  function accept(sample: HostSample, beganAt: number): number {
    failuresInARow = 0
    ring.put(sample)
    known = { state: 'watched', problem: null, nextAttemptAt: null, sample, receivedAt: clock.now() }
    return Math.max(SHORTEST_REST_MS, beganAt + periodMs - clock.now())
  }

  function refuse({ message, retryAfterMs }: Extract<HostAnswer, { kind: 'failed' }>): number {
    failuresInARow += 1
    const { waitMs } = planRetry({ failuresInARow, retryAfterMs, random })
    const afterMs = Math.min(waitMs, Math.max(LONGEST_RETRY_MS, retryAfterMs ?? 0))
    known = { ...known, state: 'unreachable', problem: message, nextAttemptAt: Math.round(clock.now() + afterMs) }
    return afterMs
  }

  plan(0)
  return {
    ask(since) {
      askedAt = clock.now()
      return tell(known, ring, since)
    },
    close: end,
  }
}

function tell({ state, problem, nextAttemptAt, sample, receivedAt }: Known, ring: HostRing, since?: number): HostTold {
  const observedAt = Number.isNaN(ring.newestAt) ? null : ring.newestAt
  return {
    state,
    problem,
    nextAttemptAt,
    hostName: sample?.hostName ?? null,
    observedAt,
    receivedAt,
    skewMs: observedAt === null || receivedAt === null ? null : observedAt - receivedAt,
    ...ring.read(since),
    untold: [...(sample?.untold ?? [])],
    notes: [...(sample?.notes ?? [])],
  }
}

/** Whatever the source does (throws, hangs), this settles. */
function readOnce(host: WatchedHost, timers: Timers, ending: AbortSignal): Promise<HostAnswer> {
  return new Promise((settle) => {
    const giving = new AbortController()
    const limit = timers.setTimeout(() => {
      giving.abort()
      settle({ kind: 'failed', message: `No answer within ${READ_LIMIT_MS / 1_000} s; it was given up.` })
    }, READ_LIMIT_MS)
    Promise.resolve()
      .then(() => host.read({ signal: AbortSignal.any([ending, giving.signal]) }))
      .then(settle, (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        settle({ kind: 'failed', message: `Reading this host failed: ${reason}.` })
      })
      .finally(() => timers.clearTimeout(limit))
  })
}
