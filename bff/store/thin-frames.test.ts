import { expect, test } from 'vitest'
import { createHistory, type History } from '#bff/history/create-history.ts'
import { fleetFrame, fleetRoster, SMALL_FLEET } from '#bff/history/fleet-fixture.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import { createSetClock, openTestStore, START } from './store-fixture.ts'
import type { Store } from './store.ts'

const HOUR_S = 3_600
const STEP_MS = 10_000

async function historyWith(record: (history: History) => void): Promise<{ store: Store; history: History }> {
  const store = await openTestStore()
  const history = await createHistory({ store, clock: createSetClock(), limits: { flushEveryMs: 3_600_000 } })
  record(history)
  await history.flush()
  return { store, history }
}

function recordSeconds(history: History, from: number, to: number, roster: Roster = fleetRoster()): void {
  for (let second = from; second < to; second++) {
    const frame = fleetFrame({ roster, at: START + second * 1_000, seq: second, requestsPerSecond: 1_000 + second })
    history.record({ frame: { ...frame, rosterVersion: roster.version }, roster })
  }
}

async function thinAll(store: Store, before: number): Promise<number> {
  let calls = 0
  let after: number | null = 0
  while (after !== null) {
    const done: number | null = await store.thinFrames({ before, after, stepMs: STEP_MS })
    if (done === null) return calls
    calls++
    after = done
  }
  return calls
}

async function framesOf(history: History): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const { frame } of history.frames({ from: 0, to: START + 100 * HOUR_S * 1_000 })) frames.push(frame)
  return frames
}

const bytesOf = async (store: Store) =>
  (await store.frameChunks.listWithin(0, Infinity)).reduce((sum, { bytes }) => sum + bytes, 0)

test('what is old keeps the first frame of each ten seconds, as it was; the rest is untouched', async () => {
  const { store, history } = await historyWith((history) => recordSeconds(history, 0, HOUR_S))
  const whole = await framesOf(history)
  const before = START + 1_800_000
  expect(await thinAll(store, before)).toBe(3)
  const kept = await framesOf(history)
  const expected = whole.filter(({ worldAt }) => worldAt >= before || (worldAt - START) % STEP_MS === 0)
  expect(kept).toEqual(expected)
})

test('doing it again changes nothing', async () => {
  const { store, history } = await historyWith((history) => recordSeconds(history, 0, 1_500))
  await thinAll(store, START + 1_300_000)
  const chunks = await store.frameChunks.listWithin(0, Infinity)
  const kept = await framesOf(history)
  expect(await thinAll(store, START + 1_300_000)).toBe(0)
  expect(await store.frameChunks.listWithin(0, Infinity)).toEqual(chunks)
  expect(await framesOf(history)).toEqual(kept)
})

test('rosters are never mixed, and none is lost', async () => {
  const grown = fleetRoster({ ...SMALL_FLEET, services: 5 }, 1)
  const { store, history } = await historyWith((history) => {
    recordSeconds(history, 0, 200)
    recordSeconds(history, 200, 600, grown)
  })
  await thinAll(store, START + 1_200_000)
  await store.rosters.deleteUnused()
  const frames = await framesOf(history)
  expect(frames.length).toBe(60)
  for (const frame of frames) {
    expect(frame.nodes.requestsPerSecond.length).toBe(frame.worldAt < START + 200_000 ? 7 : 11)
  }
})

test('trimming by bytes still drops the oldest first', async () => {
  const { store, history } = await historyWith((history) => recordSeconds(history, 0, 1_800))
  await thinAll(store, START + 1_200_000)
  const chunks = await store.frameChunks.listWithin(0, Infinity)
  const newest = chunks.at(-1)
  await store.frameChunks.trim({ endedBefore: 0, maxBytes: newest?.bytes ?? 0 })
  expect((await framesOf(history)).every(({ worldAt }) => worldAt >= (newest?.started_at ?? NaN))).toBe(true)
})

test('what is thinned takes at most a fifth of the bytes', async () => {
  const { store } = await historyWith((history) => recordSeconds(history, 0, HOUR_S))
  const fine = await bytesOf(store)
  await thinAll(store, START + 2 * HOUR_S * 1_000)
  expect(await bytesOf(store)).toBeLessThan(fine / 5)
})

test('a chunk that cannot be read is left as it is, and holds nothing up', async () => {
  const { store } = await historyWith((history) => recordSeconds(history, 0, 700))
  const broken = {
    started_at: START + 100_500,
    ended_at: START + 101_000,
    roster_epoch: 'epoch-1',
    roster_version: 0,
    frames: 2,
    bytes: 3,
    body: Uint8Array.of(1, 2, 3),
  }
  await store.frameChunks.add(broken)
  const firstWindow = async () => store.frameChunks.listWithin(START, START + 600_000)
  const before = await firstWindow()
  expect(await thinAll(store, START + 1_200_000)).toBe(2)
  expect((await firstWindow()).length).toBe(before.length)
  expect((await store.frameChunks.listWithin(START + 601_000, Infinity)).map(({ frames }) => frames)).toEqual([10])
})
