import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeReplayHead, REPLAY_HEAD_BYTES } from '#contract/replay-container.ts'
import { readReplay, type Replay } from '#contract/read-replay.ts'
import type { Store } from '#bff/store/store.ts'
import { createSetClock, openTestStore, START, testDirectory } from '#bff/store/store-fixture.ts'
import { createHistory, type History } from './create-history.ts'
import { fleetFrame, fleetRoster } from './fleet-fixture.ts'

const roster = fleetRoster()

async function openHistory(store: Store): Promise<History> {
  return createHistory({ store, clock: createSetClock(), limits: { flushEveryMs: 3_600_000 } })
}

/** A frame each second of [from, to), in seconds after START; each tells its second. */
function recordSeconds(history: History, from: number, to: number, stepSeconds = 1): void {
  for (let second = from; second < to; second += stepSeconds) {
    const frame = fleetFrame({ roster, at: START + second * 1_000, seq: second, requestsPerSecond: 1_000 + second })
    history.record({ frame, roster })
  }
}

function opened(answer: Uint8Array): Replay {
  const payload = inflateRawSync(answer.subarray(REPLAY_HEAD_BYTES))
  expect(decodeReplayHead(answer)).toBe(payload.length)
  return readReplay(payload)
}

async function secondsOf(history: History, from: number, to: number, stepMs = 1_000) {
  const replay = opened(await history.replay({ from: START + from * 1_000, to: START + to * 1_000, stepMs }))
  const seconds = Array.from(replay.at, (at) => (at - START) / 1_000)
  seconds.forEach((second, place) => {
    expect(replay.frame(place).frame.regionTotals[0]?.requestsPerSecond).toBe(1_000 + second)
  })
  const after = (at: number | null) => (at === null ? null : (at - START) / 1_000)
  return { seconds, before: after(replay.before), after: after(replay.after) }
}

const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step)

test('brings every second of the span, the one before it, and the moments next to it', async () => {
  const history = await openHistory(await openTestStore())
  recordSeconds(history, 0, 300)
  await history.flush()
  expect(await secondsOf(history, 90, 150)).toEqual({ seconds: range(89, 150), before: 89, after: 150 })
  expect(await secondsOf(history, 0, 5)).toEqual({ seconds: range(0, 5), before: null, after: 5 })
})

test('of a coarse step the first frame is sent, whatever chunk it lies in', async () => {
  const history = await openHistory(await openTestStore())
  recordSeconds(history, 0, 600)
  await history.flush()
  expect((await secondsOf(history, 100, 500, 10_000)).seconds).toEqual([99, ...range(100, 500, 10)])
  expect((await secondsOf(history, 0, 600, 144_000)).seconds.length).toBeLessThanOrEqual(5)
})

test('what is not yet in the store is brought too, once', async () => {
  const store = await openTestStore()
  const history = await openHistory(store)
  recordSeconds(history, 0, 130)
  expect((await secondsOf(history, 0, 200)).seconds).toEqual(range(0, 130))
  const saving = history.flush()
  expect((await secondsOf(history, 0, 200)).seconds).toEqual(range(0, 130))
  await saving
  recordSeconds(history, 130, 135)
  expect((await secondsOf(history, 0, 200)).seconds).toEqual(range(0, 135))
})

test('a gap is empty, and told by its ends', async () => {
  const history = await openHistory(await openTestStore())
  recordSeconds(history, 0, 100)
  recordSeconds(history, 400, 500)
  await history.flush()
  expect(await secondsOf(history, 200, 300)).toEqual({ seconds: [], before: 99, after: 400 })
  expect(await secondsOf(history, 110, 120)).toEqual({ seconds: [99], before: 99, after: 400 })
  expect(await secondsOf(history, 600, 700)).toEqual({ seconds: [], before: 499, after: null })
})

test('a restart loses nothing that was written', async () => {
  const directory = testDirectory()
  const first = await openTestStore({ directory })
  const history = await openHistory(first)
  recordSeconds(history, 0, 200)
  await history.close()
  await first.close()
  const again = await openHistory(await openTestStore({ directory }))
  expect((await secondsOf(again, 50, 60)).seconds).toEqual(range(49, 60))
})

test('frames of another roster bring theirs', async () => {
  const history = await openHistory(await openTestStore())
  recordSeconds(history, 0, 10)
  const grown = fleetRoster({ regions: 2, services: 5 }, 1)
  const frame = fleetFrame({ roster: grown, at: START + 10_000, seq: 10 })
  history.record({ frame: { ...frame, rosterVersion: 1 }, roster: grown })
  const replay = opened(await history.replay({ from: START, to: START + 11_000, stepMs: 1_000 }))
  expect(replay.frame(9).roster).toEqual(roster)
  expect(replay.frame(10).roster).toEqual(grown)
})

test.each([
  [{ from: START, to: START }, 'bad_request', 'query.to'],
  [{ from: START, to: START + 601_000 }, 'too_large', 'query.stepMs'],
  [{ from: START, to: START + 25 * 3_600_000, stepMs: 3_600_000 }, 'too_large', 'query.stepMs'],
  [{ from: START, to: START + 1_000, stepMs: 10 }, 'bad_request', 'stepMs'],
])('refuses %j in words', async (query, code, path) => {
  const history = await openHistory(await openTestStore())
  await expect(history.replay(query)).rejects.toMatchObject({ code, path })
})

test('ten minutes at 1 s, a hundred at 10 s and a day at 144 s are allowed', async () => {
  const history = await openHistory(await openTestStore())
  for (const [seconds, stepMs] of [
    [600, 1_000],
    [6_000, 10_000],
    [86_400, 144_000],
  ] as const) {
    expect((await secondsOf(history, 0, seconds, stepMs)).seconds).toEqual([])
  }
})
