import { deflateRawSync } from 'node:zlib'
import { fleetFrame, fleetRoster } from '#bff/history/fleet-fixture.ts'
import { createReplayWriter, encodeReplayHead } from '#contract/replay-container.ts'
import { createLiveStore, type LiveStore } from './create-live-store.ts'
import { createReplay, type ReplayControls } from './create-replay.ts'
import type { FetchFrames } from './replay-loader.ts'

export const PAST_START = Date.UTC(2026, 10, 22, 14)
export const PAST_NOW = PAST_START + 7_200_000
export const pastRoster = fleetRoster()

/** The region's requests/s in the frame recorded at this second. */
export const requestsAt = (second: number): number => 1_000 + second

export interface RecordedPast {
  /** What was asked for, as `stepMs from to` in seconds after `PAST_START`. */
  asked: string[]
  /** While set, nothing is answered, and asking fails with these words. */
  failure: string | null
  /** Answers wait until this resolves. */
  held: Promise<void>
  fetchFrames: FetchFrames
}

/** A server's ring: frames each `everySeconds` from `PAST_START`, but for the seconds of gaps. */
export function recordedPast({
  everySeconds = 1,
  gaps = [],
  until = PAST_NOW,
}: {
  everySeconds?: number
  gaps?: readonly (readonly [number, number])[]
  until?: number
} = {}): RecordedPast {
  const recorded: number[] = []
  for (let second = 0; PAST_START + second * 1_000 <= until; second += everySeconds) {
    if (!gaps.some(([from, to]) => second >= from && second < to)) recorded.push(second)
  }
  const past: RecordedPast = {
    asked: [],
    failure: null,
    held: Promise.resolve(),
    async fetchFrames({ from, to, stepMs, signal }) {
      past.asked.push(`${stepMs} ${(from - PAST_START) / 1_000} ${(to - PAST_START) / 1_000}`)
      await past.held
      if (signal.aborted) throw new Error('aborted')
      if (past.failure !== null) throw new Error(past.failure)
      return answerOf(recorded, { from, to, stepMs })
    },
  }
  return past
}

function answerOf(recorded: readonly number[], query: { from: number; to: number; stepMs: number }): ArrayBuffer {
  const at = (second: number) => PAST_START + second * 1_000
  const within = recorded.filter((second) => at(second) >= query.from && at(second) < query.to)
  const before = recorded.findLast((second) => at(second) < query.from)
  const after = recorded.find((second) => at(second) >= query.to)
  const writer = createReplayWriter()
  let lastStep = -1
  const leading = before !== undefined && at(before) >= query.from - 15_000 ? [before] : []
  for (const second of [...leading, ...within]) {
    const step = Math.floor(at(second) / query.stepMs)
    if (step === lastStep) continue
    if (at(second) >= query.from) lastStep = step
    const requestsPerSecond = requestsAt(second)
    writer.add(fleetFrame({ roster: pastRoster, at: at(second), seq: second, requestsPerSecond }), pastRoster)
  }
  const moment = (second: number | undefined) => (second === undefined ? null : at(second))
  const payload = writer.payload({ before: moment(before), after: moment(after) })
  return Uint8Array.from(Buffer.concat([encodeReplayHead(payload.length), deflateRawSync(payload)])).buffer
}

export interface ReplayStage {
  past: RecordedPast
  live: LiveStore
  replay: ReplayControls
  /** The moment compared with. */
  other: ReplayControls
  /** Lets time go on, and what is due happen, in steps of at most 100 ms. */
  advance(ms: number): Promise<void>
}

/** A page at `PAST_NOW`, its clock and timers in the test's hand. */
export function replayStage(past: RecordedPast = recordedPast()): ReplayStage {
  let now = PAST_NOW
  let planned: { at: number; act: () => void }[] = []
  const timers = {
    after(ms: number, act: () => void) {
      const one = { at: now + ms, act }
      planned.push(one)
      return () => {
        planned = planned.filter((other) => other !== one)
      }
    },
  }
  const live = createLiveStore({ now })
  live.setState({ roster: pastRoster, frame: fleetFrame({ roster: pastRoster, at: PAST_NOW, seq: 7_200 }) })
  return {
    past,
    live,
    replay: createReplay({ live, fetchFrames: past.fetchFrames, clock: { now: () => now }, timers }),
    other: createReplay({ live, fetchFrames: past.fetchFrames, clock: { now: () => now }, timers }),
    async advance(ms) {
      for (const until = now + ms; now < until;) {
        now = Math.min(until, now + 100)
        const due = planned.filter(({ at }) => at <= now)
        planned = planned.filter(({ at }) => at > now)
        for (const { act } of due) act()
        await settled()
      }
      await settled()
    },
  }
}

/** Inflating is done by other threads, and takes real time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setTimeout(resolve, 1))
}
