import type { SourceProblem, SourceStatus } from '#contract/source-status.ts'
import type { Clock } from '#bff/clock.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { keepProblems } from './keep-problems.ts'
import { planRetry, type RetryPlan } from './retry.ts'
import type { PollOutcome, TrafficSource } from './source.ts'

/** One poll loop a source, for all viewers. Polls never overlap, and nothing a source does ends the loop. */
export interface Poller {
  start(): void
  /** Ends the poll under way; settles when nothing is under way any more. */
  stop(): Promise<void>
  /** Polls now, whatever the plan says, but never twice within a second. */
  tryNow(): Promise<void>
  status(): SourceStatus
}

export interface Timers {
  setTimeout(run: () => void, afterMs: number): unknown
  clearTimeout(handle: unknown): void
}

/** No source is asked faster than frames are made. */
const SHORTEST_INTERVAL_MS = 1_000
/** A source that does not come back at all is given up after this. */
const POLL_LIMIT_MS = 60_000
/** A slow source rests between polls for this share of what the last one took. */
const REST_SHARE = 0.5

interface PollerInput {
  source: TrafficSource
  clock: Clock
  timers: Timers
  /** 0–1 */
  random: () => number
  onReport: (report: SourceReport) => void
  onStatus: (status: SourceStatus) => void
}

export function createPoller(input: PollerInput): Poller {
  const { source, clock, timers, random } = input
  const intervalMs = Math.max(source.periodMs, SHORTEST_INTERVAL_MS)
  let status = firstStatus(source, clock.now())
  let failuresInARow = 0
  let isRunning = false
  let isStopped = false
  let plannedPoll: unknown = null

  const attempts = createAttempts(input, (outcome, times) => {
    if (!isStopped) publish({ ...settle(outcome, times), pollMs: times.endedAt - times.beganAt })
  })

  function publish(change: Partial<SourceStatus>): void {
    status = { ...status, ...change }
    failureOf(() => input.onStatus(status))
  }

  function plan(afterMs: number): void {
    timers.clearTimeout(plannedPoll)
    if (isRunning) plannedPoll = timers.setTimeout(() => void pollNow(), Math.max(0, afterMs))
  }

  function pollNow(): Promise<void> {
    timers.clearTimeout(plannedPoll)
    if (!attempts.isUnderWay()) publish({ nextAttemptAt: null })
    return attempts.run()
  }

  /** Plans the next poll, hands the report on, and tells how the source stands now. */
  function settle(outcome: PollOutcome, { beganAt, endedAt }: AttemptTimes): Partial<SourceStatus> {
    if (outcome.kind === 'failed') {
      failuresInARow += 1
      const retry = planRetry({ failuresInARow, retryAfterMs: outcome.retryAfterMs, random })
      plan(retry.waitMs)
      return afterFailure(status, outcome.problem, retry, endedAt)
    }
    failuresInARow = 0
    const waitMs = Math.max(beganAt + intervalMs - endedAt, Math.min((endedAt - beganAt) * REST_SHARE, intervalMs))
    plan(waitMs)
    const refusal = failureOf(() => input.onReport(outcome.report))
    return { ...afterAnswer(status, outcome.report, refusal, endedAt), nextAttemptAt: Math.round(endedAt + waitMs) }
  }

  return {
    start() {
      if (isRunning) return
      isRunning = true
      isStopped = false
      plan(0)
    },
    async stop() {
      isRunning = false
      isStopped = true
      timers.clearTimeout(plannedPoll)
      await attempts.end()
    },
    async tryNow() {
      if (!attempts.isUnderWay() && clock.now() - attempts.lastBeganAt() < SHORTEST_INTERVAL_MS) return
      await pollNow()
    },
    status: () => status,
  }
}

interface AttemptTimes {
  beganAt: number
  endedAt: number
}

interface Attempts {
  /** Joins the attempt under way, where there is one. */
  run(): Promise<void>
  end(): Promise<void>
  isUnderWay(): boolean
  lastBeganAt(): number
}

/** One attempt at a time. */
function createAttempts(
  { source, clock, timers }: PollerInput,
  onOutcome: (outcome: PollOutcome, times: AttemptTimes) => void,
): Attempts {
  let underWay: { done: Promise<void>; ending: AbortController } | null = null
  let lastBeganAt = -Infinity
  return {
    isUnderWay: () => underWay !== null,
    lastBeganAt: () => lastBeganAt,
    run() {
      if (underWay !== null) return underWay.done
      const ending = new AbortController()
      const beganAt = clock.now()
      lastBeganAt = beganAt
      const done = ask({ source, timers, clock, ending }).then((outcome) => {
        underWay = null
        onOutcome(outcome, { beganAt, endedAt: clock.now() })
      })
      underWay = { done, ending }
      return done
    },
    async end() {
      underWay?.ending.abort()
      await underWay?.done
    },
  }
}

/** Whatever the source does (throws, hangs, answers late), this settles with an outcome. */
function ask(input: {
  source: TrafficSource
  timers: Timers
  clock: Clock
  ending: AbortController
}): Promise<PollOutcome> {
  const { source, timers, clock, ending } = input
  return new Promise((settle) => {
    const fail = (message: string) =>
      settle({ kind: 'failed', problem: { asked: 'everything', message, at: clock.now() } })
    const limit = timers.setTimeout(() => {
      ending.abort()
      fail(`No answer within ${POLL_LIMIT_MS / 1_000} s; the poll was given up.`)
    }, POLL_LIMIT_MS)
    ending.signal.addEventListener('abort', () => fail('The poll was ended.'))
    Promise.resolve()
      .then(() => source.poll({ signal: ending.signal }))
      .then(settle, (error: unknown) => fail(`Reading this source failed: ${textOf(error)}.`))
      .finally(() => timers.clearTimeout(limit))
  })
}

function firstStatus(source: TrafficSource, now: number): SourceStatus {
  return {
    id: source.id,
    kind: source.kind,
    tells: [...source.tells],
    preset: source.preset,
    url: source.url,
    state: 'connecting',
    since: now,
    lastAnswerAt: null,
    nextAttemptAt: null,
    pollMs: null,
    feeds: [],
    problems: [],
  }
}

function afterFailure(
  status: SourceStatus,
  problem: SourceProblem,
  retry: RetryPlan,
  now: number,
): Partial<SourceStatus> {
  return {
    ...since(status, retry.state, now),
    nextAttemptAt: Math.round(now + retry.waitMs),
    problems: keepProblems(status.problems, [problem]),
  }
}

/** `refusal` says why a report could not be taken in; the connection stands all the same. */
function afterAnswer(
  status: SourceStatus,
  report: SourceReport,
  refusal: string | null,
  now: number,
): Partial<SourceStatus> {
  const message = `This report could not be taken in: ${refusal}.`
  const own = refusal === null ? [] : [{ asked: 'report', message, at: now }]
  return {
    ...since(status, 'connected', now),
    lastAnswerAt: now,
    feeds: report.feeds.map(({ region, observedAt, periodMs }) => ({
      region,
      periodMs,
      observedAt: Number.isNaN(observedAt) ? null : Math.max(0, Math.round(observedAt)),
    })),
    problems: keepProblems(status.problems, [...own, ...report.problems]),
  }
}

function since(status: SourceStatus, state: SourceStatus['state'], now: number): Pick<SourceStatus, 'state' | 'since'> {
  return { state, since: status.state === state ? status.since : now }
}

function failureOf(run: () => void): string | null {
  try {
    run()
    return null
  } catch (error) {
    return textOf(error)
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
