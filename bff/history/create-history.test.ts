import { expect, onTestFinished, test } from 'vitest'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { Failure } from '#bff/failure.ts'
import { createSetClock, openTestStore, type SetClock, testDirectory } from '#bff/store/store-fixture.ts'
import type { Store } from '#bff/store/store.ts'
import { createHistory } from './create-history.ts'
import { fleetFrame, fleetRoster, type FleetFrame } from './fleet-fixture.ts'
import type { CreateHistoryInput, History } from './history.ts'

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0)
const DAY_MS = 86_400_000
const roster = fleetRoster()

interface Opened {
  store: Store
  history: History
  clock: SetClock
  /** Frames from `start` to `end`, both included, each `stepMs`; the clock goes along. */
  watch(start: number, end: number, stepMs?: number, given?: Partial<FleetFrame>): void
}

async function open(given: Partial<CreateHistoryInput> & { directory?: string } = {}): Promise<Opened> {
  const clock = createSetClock(NOON)
  const store = given.store ?? (await openTestStore({ clock, directory: given.directory ?? testDirectory() }))
  const history = await createHistory({ clock, ...given, store })
  onTestFinished(() => history.close())
  return {
    store,
    history,
    clock,
    watch(start, end, stepMs = 1_000, frame = {}) {
      for (let at = start; at <= end; at += stepMs) {
        clock.set(at)
        history.record({ frame: fleetFrame({ roster, at, ...frame }), roster: frame.roster ?? roster })
      }
    },
  }
}

test('what is recorded is in the totals at once, aligned, with nulls where nothing is known', async () => {
  const { history, watch } = await open()
  watch(NOON + 1_000, NOON + 20_000)
  watch(NOON + 41_000, NOON + 60_000, 1_000, { requestsPerSecond: 300 })
  const totals = history.totals({ from: NOON, to: NOON + 60_000, points: 7 })
  expect(totals).toMatchObject({ from: NOON, to: NOON + 60_000, stepMs: 10_000 })
  expect(totals.at).toEqual([5, 15, 25, 35, 45, 55].map((second) => NOON + second * 1_000))
  expect(totals.regions.map(({ region }) => region)).toEqual(['region-0', 'region-1'])
  expect(totals.regions[1]?.requestsPerSecond).toEqual([100, 100, null, null, 300, 300])
  expect(totals.regions[1]?.errorShare).toEqual([0.01, 0.01, null, null, 0.01, 0.01])
  expect(totals.business).toEqual([{ id: 'stream-starts', value: [7, 7, null, null, 7, 7] }])
})

test('a sum that lacks a part, or is stale, is null in the totals', async () => {
  const { history, clock } = await open()
  const record = (at: number, change: (frame: Frame) => void) => {
    clock.set(at)
    const frame = fleetFrame({ roster, at })
    change(frame)
    history.record({ frame, roster })
  }
  record(NOON + 1_000, () => {})
  record(NOON + 2_000, (frame) => frame.regionTotals[0]?.missingEdges.push(0))
  record(NOON + 3_000, (frame) => Object.assign(frame.regionTotals[1] ?? {}, { observedAt: frame.worldAt - 10_001 }))
  record(NOON + 4_000, (frame) => Object.assign(frame.businessTotals[0] ?? {}, { observedAt: NaN }))
  const totals = history.totals({ from: NOON, to: NOON + 4_000, points: 5 })
  expect(totals.regions.map(({ requestsPerSecond }) => requestsPerSecond)).toEqual([
    [100, null, 100, 100],
    [100, 100, null, 100],
  ])
  expect(totals.business[0]?.value).toEqual([7, 7, 7, null])
})

test('without a span, the two hours up to now; never more points than asked for', async () => {
  const { history, watch, clock } = await open()
  watch(NOON - 7_200_000, NOON, 10_000)
  for (const points of [2, 3, 100, 359, 360, 2_000]) {
    for (const now of [NOON, NOON + 1, NOON + 4_321]) {
      clock.set(now)
      const totals = history.totals({ points })
      expect(totals.at.length).toBeLessThanOrEqual(points)
      expect(totals.from).toBeLessThanOrEqual(now - 7_200_000)
      expect(totals.to).toBeGreaterThanOrEqual(now)
      for (const { requestsPerSecond } of totals.regions) expect(requestsPerSecond).toHaveLength(totals.at.length)
    }
  }
  expect(() => history.totals({ from: 5, to: 5 })).toThrow(Failure)
  expect(() => history.totals({ points: 1 })).toThrow(Failure)
})

test('minutes are whole, past and dense; seconds nobody spoke for are unknown', async () => {
  const { history, watch } = await open()
  watch(NOON + 1_000, NOON + 60_000)
  watch(NOON + 91_000, NOON + 150_000)
  const query = { region: 'region-0', from: NOON - 60_000, to: NOON + 600_000 }
  const { region, service, minutes } = await history.minutes({ ...query, service: 'service-1' })
  expect([region, service]).toEqual(['region-0', 'service-1'])
  expect(minutes.map(({ at, unknownSeconds }) => [(at - NOON) / 60_000, unknownSeconds])).toEqual([
    [-1, 60],
    [0, 0],
    [1, 30],
  ])
  expect(minutes[0]).toMatchObject({ good: 0, degraded: null, error: 0, expected: null })
  expect(minutes[1]).toMatchObject({ good: expect.closeTo(5_640, 2), degraded: expect.closeTo(300, 2) })
  expect(minutes[2]).toMatchObject({ good: expect.closeTo(2_820, 2), error: expect.closeTo(30, 2) })
  const entry = await history.minutes(query)
  expect(entry.service).toBeNull()
  expect(entry.minutes.map(({ unknownSeconds }) => unknownSeconds)).toEqual([60, 0, 30])
})

test('minutes: unknown names and impossible spans are said in words', async () => {
  const { history, watch } = await open()
  watch(NOON + 1_000, NOON + 2_000)
  const span = { from: NOON, to: NOON + 60_000 }
  await expect(history.minutes({ region: 'atlantis', ...span })).rejects.toMatchObject({
    code: 'not_found',
    path: 'region',
  })
  await expect(history.minutes({ region: 'region-0', service: 'none', ...span })).rejects.toMatchObject({
    path: 'service',
  })
  await expect(history.minutes({ region: 'region-0', from: 5, to: 5 })).rejects.toMatchObject({ code: 'bad_request' })
  const years = { region: 'region-0', from: 0, to: NOON }
  await expect(history.minutes(years)).rejects.toMatchObject({ code: 'bad_request', path: 'to' })
})

test('a restart keeps totals, minutes and frames, and what lay between is unknown', async () => {
  const directory = testDirectory()
  const first = await open({ directory })
  first.watch(NOON + 1_000, NOON + 90_000)
  await first.history.close()
  await first.store.close()

  const second = await open({ directory })
  expect(second.history.newestAt).toBe(NOON + 90_000)
  second.watch(NOON + 121_000, NOON + 180_000)
  const totals = second.history.totals({ from: NOON, to: NOON + 180_000, points: 7 })
  expect(totals.regions[0]?.requestsPerSecond).toEqual([100, 100, 100, null, 100, 100])
  const { minutes } = await second.history.minutes({ region: 'region-0', from: NOON, to: NOON + 180_000 })
  expect(minutes.map(({ unknownSeconds }) => unknownSeconds)).toEqual([0, 30, 0])
  await second.history.flush()
  const times: number[] = []
  for await (const { frame, roster: its } of second.history.frames({ from: NOON + 50_000, to: NOON + 123_000 })) {
    expect(its).toEqual(roster)
    times.push((frame.worldAt - NOON) / 1_000)
  }
  expect(times).toEqual([...Array.from({ length: 41 }, (_, index) => 50 + index), 121, 122])
})

test('a past that is read a second time counts nothing twice', async () => {
  const directory = testDirectory()
  const first = await open({ directory })
  first.watch(NOON + 1_000, NOON + 90_000)
  await first.history.close()
  await first.store.close()

  const second = await open({ directory })
  second.watch(NOON - 600_000, NOON + 180_000, 10_000)
  const { minutes } = await second.history.minutes({ region: 'region-0', from: NOON, to: NOON + 180_000 })
  expect(minutes.map(({ unknownSeconds }) => unknownSeconds)).toEqual([0, 0, 0])
  for (const { good, degraded, error } of minutes) expect(good + (degraded ?? 0) + error).toBeCloseTo(6_000, 1)
  const totals = second.history.totals({ from: NOON - 60_000, to: NOON + 180_000, points: 5 })
  expect(totals.regions[0]?.requestsPerSecond).toEqual([100, 100, 100, 100])
})

test('a clock set back a little records nothing twice; set back a lot, history goes on from there', async () => {
  const { history, watch } = await open()
  watch(NOON + 1_000, NOON + 60_000)
  watch(NOON + 41_000, NOON + 120_000)
  await history.flush()
  const times: number[] = []
  for await (const { frame } of history.frames({ from: NOON, to: NOON + DAY_MS })) times.push(frame.worldAt)
  expect(times).toEqual(Array.from({ length: 120 }, (_, index) => NOON + (index + 1) * 1_000))

  watch(NOON - 3_600_000, NOON - 3_590_000, 1_000, { requestsPerSecond: 5 })
  expect(history.newestAt).toBe(NOON - 3_590_000)
  const { minutes } = await history.minutes({ region: 'region-0', from: NOON - 3_660_000, to: NOON })
  expect(minutes[0]?.unknownSeconds).toBe(59)
})

test('a world ahead of the wall is recorded on its own clock', async () => {
  const { history, clock } = await open()
  for (let second = 1; second <= 120; second++) {
    const worldAt = NOON + DAY_MS + second * 10_000
    clock.set(NOON + second * 1_000)
    history.record({ frame: { ...fleetFrame({ roster, at: worldAt }), at: clock.now() }, roster })
  }
  const totals = history.totals({})
  expect(totals.to).toBeGreaterThanOrEqual(NOON + DAY_MS + 1_200_000)
  expect(totals.regions[0]?.requestsPerSecond.filter((value) => value !== null)).not.toEqual([])
  const { minutes } = await history.minutes({ region: 'region-0', from: NOON + DAY_MS, to: NOON + DAY_MS + 1_200_000 })
  expect(minutes.map(({ unknownSeconds }) => unknownSeconds).slice(1)).toEqual(Array.from({ length: 19 }, () => 0))
})

test('frames are kept by age and by bytes, and their rosters go with them', async () => {
  const { history, watch, store, clock } = await open({ limits: { framesMs: 3_600_000, chunkFrames: 10 } })
  watch(NOON, NOON + 100_000)
  await history.flush()
  const grown = { ...fleetRoster({ regions: 2, services: 4 }, 1) }
  watch(NOON + 3_600_000, NOON + 3_700_000, 1_000, { roster: grown })
  await history.flush()
  clock.set(NOON + 3_850_000)
  watch(NOON + 3_850_000, NOON + 3_851_000, 1_000, { roster: grown })
  await history.flush()
  const kept = await store.frameChunks.listWithin(0, NOON + DAY_MS)
  expect(kept[0]?.started_at).toBe(NOON + 3_600_000)
  expect(await store.rosters.get('epoch-1', 0)).toBeUndefined()
  expect(await store.rosters.get('epoch-1', 1)).toBeDefined()

  const bytes = kept.reduce((sum, chunk) => sum + chunk.bytes, 0)
  const tight = await createHistory({ store, clock, limits: { framesBytes: Math.floor(bytes / 2) } })
  tight.record({ frame: fleetFrame({ roster: grown, at: NOON + 3_900_000 }), roster: grown })
  await tight.flush()
  await tight.close()
  const left = await store.frameChunks.listWithin(0, NOON + DAY_MS)
  expect(left.reduce((sum, chunk) => sum + chunk.bytes, 0)).toBeLessThanOrEqual(bytes / 2)
  expect(left.length).toBeGreaterThan(2)
})

test('while the store cannot be written recording goes on, says so, and nothing is lost', async () => {
  const clock = createSetClock(NOON)
  const store = await openTestStore({ clock })
  let isFull = true
  const said: string[] = []
  const failing: Store = {
    ...store,
    transaction: (run) =>
      isFull
        ? Promise.reject(new Failure({ code: 'unavailable', message: 'The store is full.' }))
        : store.transaction(run),
  }
  const log = {
    info: (_: object, text: string) => said.push(text),
    error: (_: object, text: string) => said.push(text),
  }
  const { history, watch } = await open({ store: failing, clock, log })
  clock.set(NOON)
  watch(NOON + 1_000, NOON + 130_000)
  await expect(history.flush()).rejects.toThrow('full')
  await expect(history.flush()).rejects.toThrow('full')
  expect(history.state()).toMatchObject({ problem: 'The store is full.' })
  expect(history.state().unsavedMinutes).toBeGreaterThan(0)
  expect(said).toEqual(['history cannot be written: The store is full.'])

  isFull = false
  await history.flush()
  expect(history.state()).toEqual({ problem: null, unsavedMinutes: 0 })
  expect(said.at(-1)).toBe('history is written again')
  const rows = await store.minutes.list({ region: 'region-0', service: '' }, NOON, NOON + 180_000)
  expect(rows.map(({ known_ms }) => known_ms)).toEqual([60_000, 60_000, 10_000])
  expect(await store.frameChunks.listWithin(NOON, NOON + DAY_MS)).toHaveLength(3)
})

test('what waits is bounded: the oldest becomes unknown, and that is said', async () => {
  const clock = createSetClock(NOON)
  const store = await openTestStore({ clock })
  const said: string[] = []
  const failing: Store = { ...store, transaction: () => Promise.reject(new Error('no disk')) }
  const log = { info() {}, error: (_: object, text: string) => said.push(text) }
  const { history, watch } = await open({ store: failing, clock, log, limits: { mostUnsavedMinutes: 20 } })
  watch(NOON + 1_000, NOON + 600_000, 10_000)
  await expect(history.flush()).rejects.toThrow('no disk')
  expect(history.state().unsavedMinutes).toBe(20)
  expect(said[0]).toMatch(/history lost minutes of services/)
})

test('a minute of stored totals that cannot be read costs itself, not the start', async () => {
  const directory = testDirectory()
  const first = await open({ directory })
  first.watch(NOON + 1_000, NOON + 60_000)
  await first.history.close()
  await first.store.totalsChunks.add({ started_at: NOON, ended_at: NOON + 1, body: '{"at":"broken"}' })
  await first.store.close()
  const second = await open({ directory })
  expect(second.history.newestAt).toBe(NOON + 60_000)
})

test('finished days are packed while history runs, and read as before', async () => {
  const day = Math.floor(NOON / DAY_MS) * DAY_MS
  const { history, watch, store } = await open({ limits: { flushEveryMs: 20 } })
  watch(day - 120_000, day + 120_000, 10_000)
  const query = { region: 'region-1', service: 'service-0', from: day - 120_000, to: day + 120_000 }
  const before = await history.minutes(query)
  expect(await store.minuteDays.list({ region: 'region-1', service: 'service-0' }, 0, day)).toEqual([])
  watch(day + 700_000, day + 720_000, 10_000)
  await expect.poll(() => store.minuteDays.list({ region: 'region-1', service: 'service-0' }, 0, day)).toHaveLength(1)
  await expect.poll(() => store.minutes.seriesBefore(day)).toEqual([])
  const after = await history.minutes(query)
  for (const [index, minute] of after.minutes.entries()) {
    expect(minute.good).toBeCloseTo(before.minutes[index]?.good ?? NaN, 0)
    expect(minute.unknownSeconds).toBe(before.minutes[index]?.unknownSeconds)
  }
})
