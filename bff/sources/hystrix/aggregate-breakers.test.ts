import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aggregateBreakers, type InstanceCommand } from './aggregate-breakers.ts'
import type { CommandReading } from './command-reading.ts'
import { readingOf } from './hystrix-events-fixture.ts'

const NOW = 1_000_000

function row(
  instance: string,
  over: Partial<CommandReading> = {},
  place: Partial<InstanceCommand> = {},
): InstanceCommand {
  return { name: 'playback-api', region: 'us-east-1', instance, reading: readingOf(over), toldAt: NOW, ...place }
}

const only = (rows: readonly InstanceCommand[]) => {
  const [breaker, ...others] = aggregateBreakers(rows)
  if (breaker === undefined || others.length > 0) throw new Error('expected one breaker')
  return breaker
}

const counts = (over: Partial<CommandReading['counts']>) => ({
  counts: { requests: 0, failures: 0, timeouts: 0, shortCircuited: 0, rejections: 0, fallbacks: 0, ...over },
})

describe('one breaker out of its instances', () => {
  test('counts are brought to a second by the window of each, then added up', () => {
    const breaker = only([
      row('a', { ...counts({ requests: 100, failures: 10 }), windowMs: 10_000 }),
      row('b', { ...counts({ requests: 100, failures: 50, fallbacks: 20 }), windowMs: 2_000 }),
    ])
    expect(breaker).toMatchObject({
      requestsPerSecond: 60,
      failuresPerSecond: 26,
      fallbacksPerSecond: 10,
      concurrency: 2,
    })
    expect(breaker.errorShare).toBeCloseTo(26 / 60, 9)
  })

  test('percentiles are those of the worst instance, all of one and the same, who is named', () => {
    const breaker = only([
      row('fast', { p50LatencyMs: 90, p90LatencyMs: 95, p99LatencyMs: 100 }),
      row('slow', { p50LatencyMs: 5, p90LatencyMs: 200, p99LatencyMs: 400 }),
      row('idle', { p50LatencyMs: NaN, p90LatencyMs: NaN, p99LatencyMs: NaN }),
    ])
    expect(breaker).toMatchObject({ p50LatencyMs: 5, p90LatencyMs: 200, p99LatencyMs: 400, worstInstance: 'slow' })
  })

  test('where all are idle no instance is worst, and no share is told', () => {
    const idle = { p50LatencyMs: NaN, p90LatencyMs: NaN, p99LatencyMs: NaN, ...counts({}) }
    expect(only([row('a', idle), row('b', idle)])).toMatchObject({
      p99LatencyMs: NaN,
      worstInstance: null,
      requestsPerSecond: 0,
      errorShare: NaN,
    })
  })

  test('the worst state stands for all; open are those that are open, forced or trying', () => {
    const states = ['closed', 'half-open', 'open', 'forced-open', 'disabled'] as const
    const breaker = only(states.map((state) => row(state, { state })))
    expect(breaker).toMatchObject({ state: 'open', openInstances: 3, instances: 5 })
    expect(breaker.reason).toMatch(/^Open on 1 of 5 instances; it opens when 50 % of calls fail/)
  })

  test('what one instance does not tell is not zero: the others stand, a limit of some is none', () => {
    const breaker = only([row('a', { concurrency: NaN, concurrencyLimit: NaN }), row('b', { concurrency: 4 })])
    expect(breaker).toMatchObject({ concurrency: 4, concurrencyLimit: NaN })
    expect(only([row('a', counts({ requests: NaN }))]).requestsPerSecond).toBeNaN()
  })

  test('the same name in two groups, regions or services is not the same breaker', () => {
    const breakers = aggregateBreakers([
      row('a'),
      row('a', { group: 'drm' }),
      row('a', { group: null }),
      row('a', {}, { region: 'eu-west-1' }),
      row('a', {}, { name: 'device-gateway' }),
    ])
    expect(breakers).toHaveLength(5)
    expect(breakers.map(({ instances }) => instances)).toEqual([1, 1, 1, 1, 1])
  })

  test('is as old as its newest sample, and never newer than when that came', () => {
    expect(only([row('a', { at: NOW - 9_000 }), row('b', { at: NOW - 2_000 })]).observedAt).toBe(NOW - 2_000)
    expect(only([row('ahead', { at: NOW + 60_000 })]).observedAt).toBe(NOW)
    expect(only([row('untold', { at: NaN })]).observedAt).toBe(NOW)
  })

  test('an instance that was lost adds nothing to the others; when all were, it stands as they told it last', () => {
    const lost = row('lost', { state: 'open', p99LatencyMs: 9_000, at: NOW - 60_000 }, { toldAt: NOW - 60_000 })
    expect(only([row('a'), lost])).toMatchObject({
      state: 'closed',
      instances: 1,
      requestsPerSecond: 10,
      worstInstance: 'a',
    })
    expect(only([lost])).toMatchObject({ state: 'open', instances: 1, observedAt: NOW - 60_000 })
  })

  test.each<[Partial<CommandReading>, string | null]>([
    [{}, null],
    [
      { state: 'open', ...counts({ requests: 200, failures: 20, timeouts: 5, shortCircuited: 150 }) },
      'Open; it opens when 50 % of calls fail. Over the last 10 s: 2 failures/s, 0.5 timeouts/s, 15 refused/s.',
    ],
    [
      { state: 'half-open', ...counts({ rejections: 4 }) },
      'Lets single calls try. Over the last 10 s: 0.4 rejections/s.',
    ],
    [{ state: 'forced-open' }, 'Held open by configuration: no call goes through.'],
    [{ state: 'disabled' }, 'Switched off or held closed by configuration: it never opens.'],
    [{ state: 'unknown' }, 'Whether it is open was not told.'],
  ])('%j: %s', (over, reason) => expect(only([row('a', over)]).reason).toBe(reason))

  const percentile = fc.oneof(fc.constant(NaN), fc.integer({ min: 1, max: 60_000 }))
  test('whatever is told, each percentile is one that an instance told, and the order does not matter', () => {
    const rows = fc.array(
      fc.record({
        p50LatencyMs: percentile,
        p90LatencyMs: percentile,
        p99LatencyMs: percentile,
        requests: fc.integer({ min: 0, max: 9_999 }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(rows, (list) => {
        const told = list.map(({ requests, ...latency }, index) =>
          row(`i-${index}`, { ...latency, ...counts({ requests }) }),
        )
        const breaker = only(told)
        const worst = told.find(({ instance }) => instance === breaker.worstInstance)?.reading
        for (const name of ['p50LatencyMs', 'p90LatencyMs', 'p99LatencyMs'] as const) {
          expect(breaker[name]).toBe(worst?.[name] ?? NaN)
        }
        const told99 = told.map(({ reading }) => reading.p99LatencyMs).filter((ms) => !Number.isNaN(ms))
        if (told99.length > 0) expect(breaker.p99LatencyMs).toBe(Math.max(...told99))
        expect(only(told.toReversed())).toMatchObject({ p99LatencyMs: breaker.p99LatencyMs, instances: list.length })
        expect(only(told.toReversed()).requestsPerSecond).toBeCloseTo(breaker.requestsPerSecond, 6)
      }),
    )
  })
})
