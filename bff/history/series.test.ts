import { expect, onTestFinished, test } from 'vitest'
import type { Roster } from '#contract/roster.ts'
import type { Series } from '#contract/series.ts'
import { createSetClock, openTestStore, testDirectory } from '#bff/store/store-fixture.ts'
import { createHistory } from './create-history.ts'
import { fleetFrame, fleetRoster, type FleetFrame } from './fleet-fixture.ts'

/** With a real store and the real thread. */

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0)
const SECOND = 1_000
const MINUTE = 60_000
const DAY_MS = 86_400_000
const roster = fleetRoster()

async function open() {
  const clock = createSetClock(NOON)
  const store = await openTestStore({ clock, directory: testDirectory() })
  const history = await createHistory({ clock, store })
  onTestFinished(() => history.close())
  return {
    store,
    history,
    clock,
    /** Frames from `start` to `end`, both included; the clock goes along. */
    watch(start: number, end: number, given: Partial<FleetFrame> & { stepMs?: number } = {}) {
      for (let at = start; at <= end; at += given.stepMs ?? SECOND) {
        clock.set(at)
        history.record({ frame: fleetFrame({ roster, at, ...given }), roster: given.roster ?? roster })
      }
    },
  }
}

const close = (column: (number | null)[], digits = 1) =>
  column.map((value) => (value === null ? null : Number(value.toFixed(digits))))

test('a service over time, from the store and from what is not yet in it; gaps stay gaps', async () => {
  const { history, watch } = await open()
  watch(NOON + SECOND, NOON + 2 * MINUTE)
  await history.flush()
  watch(NOON + 3 * MINUTE + SECOND, NOON + 4 * MINUTE, { requestsPerSecond: 300, errorShare: 0.2 })
  const span = { from: NOON, to: NOON + 4 * MINUTE, points: 5 }
  const series = await history.series({ region: 'region-0', service: 'service-1', ...span })
  expect(series).toMatchObject({ from: NOON, to: NOON + 4 * MINUTE, stepMs: MINUTE, framesFrom: NOON + SECOND })
  expect(series.at).toEqual([30, 90, 150, 210].map((second) => NOON + second * SECOND))
  // Rates are kept in steps of two percent, shares and latencies of five.
  const [first, second, gap, last] = series.requestsPerSecond
  expect(first).toBeCloseTo(100, -1)
  expect(second).toBeCloseTo(100, -1)
  expect(gap).toBeNull()
  expect(last).toBeCloseTo(300, -1)
  expect(close(series.errorShare, 2)).toEqual([0.01, 0.01, null, 0.2])
  expect(series.p99LatencyMs.map((value) => (value === null ? null : Math.abs(value - 40) < 3))).toEqual([
    true,
    true,
    null,
    true,
  ])
  expect(close(series.headroomShare)).toEqual([0.5, 0.5, null, 0.5])
})

test('a region is its entry, a stream the sum of its connections', async () => {
  const { history, watch } = await open()
  watch(NOON + SECOND, NOON + MINUTE)
  const span = { from: NOON, to: NOON + MINUTE, points: 2 }
  const rate = async (of: object) => (await history.series({ ...of, ...span })).requestsPerSecond[0]
  expect(await rate({ region: 'region-1' })).toBeCloseTo(100, -1)
  expect(await rate({ source: 'global/internet', target: 'region-1' })).toBeCloseTo(100, -1)
  expect(await rate({ source: 'global/internet', target: 'region-1/service-0:http' })).toBeCloseTo(100, -1)
  expect(await rate({ source: 'global', target: 'region-0' })).toBeCloseTo(100, -1)
})

test('a connection that has gone stale makes the sum unknown, one never seen is left out', async () => {
  const { history, clock } = await open()
  const wide: Roster = {
    ...roster,
    edges: [
      { source: 0, target: 1, protocol: 'http', feed: 0 },
      { source: 0, target: 1, protocol: 'grpc', feed: 1 },
    ],
  }
  const record = (at: number, second: { observedAt: number }) => {
    clock.set(at)
    const frame = fleetFrame({ roster: wide, at })
    frame.feedObservedAt[1] = second.observedAt
    history.record({ frame, roster: wide })
  }
  for (let at = NOON + SECOND; at <= NOON + 10 * SECOND; at += SECOND) record(at, { observedAt: NaN })
  for (let at = NOON + 11 * SECOND; at <= NOON + 20 * SECOND; at += SECOND) record(at, { observedAt: at })
  for (let at = NOON + 21 * SECOND; at <= NOON + 30 * SECOND; at += SECOND) record(at, { observedAt: at - MINUTE })
  const span = { from: NOON, to: NOON + 30 * SECOND, points: 4 }
  const series = await history.series({ source: 'global/internet', target: 'region-0/service-0', ...span })
  const [one, both, stale] = series.requestsPerSecond
  expect(one).toBeCloseTo(100, -1)
  expect(both).toBeCloseTo(200, -1)
  expect(stale).toBeNull()
})

test('before the frames there are minutes, which know no latency', async () => {
  const { history, store, watch } = await open()
  await store.minutes.fill(
    [-3, -2, -1].map((minute) => ({
      region: 'region-0',
      service: 'service-1',
      minute: NOON + minute * MINUTE,
      good: 3_000,
      degraded: null,
      error: 1_000,
      expected: null,
      known_ms: minute === -1 ? 30_000 : MINUTE,
    })),
  )
  watch(NOON + SECOND, NOON + MINUTE)
  const span = { from: NOON - 4 * MINUTE, to: NOON + MINUTE, points: 6 }
  const series = await history.series({ region: 'region-0', service: 'service-1', ...span })
  expect(series.requestsPerSecond.map((value) => (value === null ? null : Math.round(value / 5) * 5))).toEqual([
    null,
    65,
    65,
    135,
    100,
  ])
  expect(close(series.errorShare, 2).slice(0, 4)).toEqual([null, 0.25, 0.25, 0.25])
  expect(series.p99LatencyMs.slice(0, 4)).toEqual([null, null, null, null])
})

test('yesterday is the same span a day earlier', async () => {
  const { history, watch, clock } = await open()
  watch(NOON - DAY_MS + SECOND, NOON - DAY_MS + 2 * MINUTE, { requestsPerSecond: 50, stepMs: 10 * SECOND })
  clock.set(NOON)
  watch(NOON + SECOND, NOON + 2 * MINUTE)
  const ask = (agoMs: number): Promise<Series> =>
    history.series({ region: 'region-0', from: NOON, to: NOON + 2 * MINUTE, points: 3, agoMs })
  const [now, yesterday] = await Promise.all([ask(0), ask(DAY_MS)])
  expect(now.from - yesterday.from).toBe(DAY_MS)
  expect(now.requestsPerSecond[1]).toBeCloseTo(100, -1)
  expect(yesterday.requestsPerSecond[1]).toBeCloseTo(50, -1)
  const lastWeek = await ask(7 * DAY_MS)
  expect(lastWeek.requestsPerSecond).toEqual([null, null])
})

test('asked twice it answers the same, also once the chunk has gone into the store', async () => {
  const { history, watch } = await open()
  watch(NOON + SECOND, NOON + 90 * SECOND)
  const ask = () =>
    history.series({ region: 'region-0', service: 'service-2', from: NOON, to: NOON + 90_000, points: 4 })
  const before = await ask()
  await history.flush()
  const after = await ask()
  expect(after).toEqual(before)
  expect(await ask()).toEqual(before)
})

test('a service that joined later is unknown before, not zero', async () => {
  const { history, watch } = await open()
  watch(NOON + SECOND, NOON + MINUTE)
  const [first] = roster.nodes.slice(-1)
  if (first === undefined) throw new Error('the fleet has nodes')
  const grown = { ...roster, version: 1, nodes: [...roster.nodes, { ...first, service: 'newcomer' }] }
  watch(NOON + MINUTE + SECOND, NOON + 2 * MINUTE, { roster: grown })
  const span = { from: NOON, to: NOON + 2 * MINUTE, points: 3 }
  const series = await history.series({ region: 'region-1', service: 'newcomer', ...span })
  expect(series.requestsPerSecond[0]).toBeNull()
  expect(series.requestsPerSecond[1]).toBeCloseTo(100, -1)
})

test.each([
  [{ region: 'atlantis' }, 'not_found', /region "atlantis"/],
  [{ region: 'region-0', service: 'nobody' }, 'not_found', /service "nobody"/],
  [{ source: 'region-0/service-0', target: 'region-0/nobody' }, 'not_found', /from region-0\/service-0/],
  [{ region: 'region-0', from: NOON, to: NOON }, 'bad_request', /longer than nothing/],
  [{ region: 'region-0', from: NOON - DAY_MS, to: NOON }, 'bad_request', /six hours/],
  [{ region: 'region-0', source: 'a' }, 'bad_request', /either a region/],
])('refuses %j in words', async (query, code, words) => {
  const { history, watch } = await open()
  watch(NOON + SECOND, NOON + 5 * SECOND)
  await expect(history.series(query)).rejects.toMatchObject({ code, message: expect.stringMatching(words) })
})

test('a moment is every service of a region, as it was for half a minute', async () => {
  const { history, watch } = await open()
  watch(NOON + SECOND, NOON + MINUTE, { requestsPerSecond: 40, errorShare: 0 })
  watch(NOON + MINUTE + SECOND, NOON + 11 * MINUTE, { requestsPerSecond: 400, stepMs: 5_000 })
  const moment = await history.moment({ region: 'region-0', agoMs: 10 * MINUTE })
  expect(moment.services.map(({ service }) => service)).toEqual(['service-0', 'service-1', 'service-2'])
  for (const { requestsPerSecond, errorShare } of moment.services) {
    expect(requestsPerSecond).toBeCloseTo(40, -1)
    expect(errorShare).toBeCloseTo(0, 3)
  }
  expect((await history.moment({ region: 'region-0', agoMs: 5 * DAY_MS })).services).toEqual([])
})
