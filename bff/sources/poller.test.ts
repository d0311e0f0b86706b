import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceStatus } from '#contract/source-status.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { createPoller } from './poller.ts'
import type { PollOutcome, TrafficSource } from './source.ts'
import { createVirtualTime } from './virtual-time-fixture.ts'

const report = (at: number, observedAt = at): SourceReport => ({
  source: 'world',
  at,
  feeds: [{ region: 'us-east-1', observedAt, periodMs: 5_000 }],
  edges: [],
  nodes: [],
  zones: [],
  business: [],
  problems: [],
})
const failed = (message = 'refused', retryAfterMs?: number): PollOutcome => ({
  kind: 'failed',
  problem: { asked: 'everything', message, at: 0 },
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})

function setUp(poll: (attempt: number, signal: AbortSignal) => Promise<PollOutcome>, periodMs = 5_000) {
  const time = createVirtualTime(0)
  const began: number[] = []
  const reports: SourceReport[] = []
  const statuses: SourceStatus[] = []
  const source: TrafficSource = {
    id: 'world',
    kind: 'prometheus',
    tells: ['traffic'],
    preset: 'custom',
    url: 'http://127.0.0.1:9090',
    periodMs,
    regions: ['us-east-1'],
    poll({ signal }) {
      began.push(time.clock.now())
      return poll(began.length, signal)
    },
    async *backfill() {},
    examine: async () => [],
  }
  const poller = createPoller({
    source,
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    onReport: (one) => reports.push(one),
    onStatus: (status) => statuses.push(status),
  })
  return { time, began, reports, statuses, poller, source }
}
const never = () => new Promise<PollOutcome>(() => {})
const answers = async (): Promise<PollOutcome> => ({ kind: 'answered', report: report(1) })

describe('a source that answers', () => {
  test('is polled once a period, and its reports are handed on', async () => {
    const { time, began, reports, poller } = setUp(answers)
    poller.start()
    await time.advance(20_000)
    expect(began).toEqual([0, 5_000, 10_000, 15_000, 20_000])
    expect(reports).toHaveLength(5)
    expect(poller.status()).toMatchObject({ state: 'connected', since: 0, nextAttemptAt: 25_000, problems: [] })
    expect(poller.status().feeds).toEqual([{ region: 'us-east-1', observedAt: 1, periodMs: 5_000 }])
  })

  test('is never polled faster than once a second', async () => {
    const { time, began, poller } = setUp(answers, 100)
    poller.start()
    await time.advance(3_000)
    expect(began).toEqual([0, 1_000, 2_000, 3_000])
  })

  test('never by two polls at once, and a slow one is given a rest', async () => {
    const { time, began, poller } = setUp(() => delay(time, 7_000))
    poller.start()
    await time.advance(21_000)
    expect(began).toEqual([0, 10_500, 21_000])
    void poller.tryNow()
    void poller.tryNow()
    await time.advance(0)
    expect(began).toHaveLength(3)
  })

  test('tells "never seen" as null, not as a time', async () => {
    const { time, poller } = setUp(async () => ({ kind: 'answered', report: report(1, NaN) }))
    poller.start()
    await time.advance(0)
    expect(poller.status().feeds[0]?.observedAt).toBeNull()
  })
})

describe('a source that fails', () => {
  test('is asked again soon, then rarely, and recovers at once', async () => {
    const { time, began, reports, poller } = setUp(async (attempt) => (attempt <= 6 ? failed() : answers()))
    poller.start()
    await time.advance(1_000)
    expect(poller.status()).toMatchObject({ state: 'retrying', since: 0, nextAttemptAt: 3_000, lastAnswerAt: null })
    await time.advance(24_500)
    expect(began).toEqual([0, 1_000, 3_000, 7_000, 15_000, 25_000])
    expect(poller.status()).toMatchObject({ state: 'open-circuit', since: 15_000, nextAttemptAt: 40_000 })
    expect(reports).toHaveLength(0)
    await time.advance(14_500)
    expect(poller.status()).toMatchObject({ state: 'connected', since: 40_000, lastAnswerAt: 40_000 })
    expect(poller.status().problems[0]?.message).toBe('refused')
    await time.advance(5_000)
    expect(began.at(-1)).toBe(45_000)
  })

  test('is left alone for as long as it asks', async () => {
    const { time, began, poller } = setUp(async () => failed('busy', 20_000))
    poller.start()
    await time.advance(19_999)
    expect(began).toEqual([0])
    await time.advance(1)
    expect(began).toEqual([0, 20_000])
  })

  test.each<[string, (attempt: number, signal: AbortSignal) => Promise<PollOutcome>]>([
    [
      'throws at once',
      () => {
        throw new Error('no such thing')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no such thing'))],
    ['rejects with what is no error', () => Promise.reject('no such thing')],
  ])('that %s ends nothing', async (_what, fail) => {
    const { time, poller, began } = setUp((attempt, signal) => (attempt === 1 ? fail(attempt, signal) : answers()))
    poller.start()
    await time.advance(0)
    expect(poller.status()).toMatchObject({ state: 'retrying' })
    expect(poller.status().problems[0]?.message).toContain('no such thing')
    await time.advance(1_000)
    expect(began).toHaveLength(2)
    expect(poller.status().state).toBe('connected')
  })

  test('by never coming back is given up after a minute, and its late answer is not taken', async () => {
    let answerLate: (outcome: PollOutcome) => void = () => {}
    const { time, poller, reports, began } = setUp((attempt) =>
      attempt === 1
        ? new Promise((resolve) => {
            answerLate = resolve
          })
        : answers(),
    )
    poller.start()
    await time.advance(60_000)
    expect(poller.status().state).toBe('retrying')
    answerLate({ kind: 'answered', report: report(7) })
    await time.advance(0)
    expect(reports).toHaveLength(0)
    await time.advance(1_000)
    expect(began).toEqual([0, 61_000])
    expect(reports.map(({ at }) => at)).toEqual([1])
  })

  test('keeps its last feeds in the status: nothing is blanked', async () => {
    const { time, poller } = setUp(async (attempt) => (attempt === 1 ? answers() : failed()))
    poller.start()
    await time.advance(5_000)
    expect(poller.status().state).toBe('retrying')
    expect(poller.status().feeds).toHaveLength(1)
    expect(poller.status().lastAnswerAt).toBe(0)
  })
})

describe('a person at the controls', () => {
  test('tries now, whatever the plan says, but not twice within a second', async () => {
    const { time, poller, began } = setUp(async (attempt) => (attempt < 7 ? failed() : answers()))
    poller.start()
    await time.advance(27_000)
    expect(poller.status().state).toBe('open-circuit')
    void poller.tryNow()
    await time.advance(100)
    void poller.tryNow()
    await time.advance(100)
    expect(began.filter((at) => at >= 27_000)).toEqual([27_000])
    expect(poller.status().state).toBe('connected')
  })

  test('stops: the poll under way is told, and nothing is planned any more', async () => {
    let isTold = false
    const { time, poller, began } = setUp((_attempt, signal) => {
      signal.addEventListener('abort', () => {
        isTold = true
      })
      return never()
    })
    poller.start()
    await time.advance(10)
    await poller.stop()
    await time.advance(100_000)
    expect(isTold).toBe(true)
    expect(began).toEqual([0])
  })
})

test('listeners that throw harm nobody', async () => {
  const time = createVirtualTime(0)
  const { source } = setUp(answers)
  const poller = createPoller({
    source,
    clock: time.clock,
    timers: time.timers,
    random: () => 0,
    onReport: () => {
      throw new Error('cannot take it')
    },
    onStatus: () => {
      throw new Error('cannot hear it')
    },
  })
  poller.start()
  await time.advance(5_000)
  expect(poller.status().state).toBe('connected')
  expect(poller.status().problems[0]?.message).toContain('cannot take it')
})

test('whatever the outcomes, polls keep their distance and the loop goes on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('answer', 'fail', 'throw'), { minLength: 1, maxLength: 30 }),
      async (script) => {
        const { time, poller, began } = setUp(async (attempt) => {
          const step = script[attempt - 1] ?? 'answer'
          if (step === 'throw') throw new Error('oops')
          return step === 'fail' ? failed() : answers()
        })
        poller.start()
        await time.advance(40 * 60_000)
        const gaps = began.slice(1).map((at, index) => at - (began[index] ?? 0))
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
        expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000)
        expect(poller.status().state).toBe('connected')
        await poller.stop()
      },
    ),
    { numRuns: 30 },
  )
})

function delay(time: ReturnType<typeof createVirtualTime>, ms: number): Promise<PollOutcome> {
  return new Promise((resolve) => time.timers.setTimeout(() => resolve({ kind: 'answered', report: report(1) }), ms))
}
