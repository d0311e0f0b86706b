import { describe, expect, it, vi } from 'vitest'
import {
  PAST_NOW,
  PAST_START,
  recordedPast,
  replayStage,
  requestsAt,
  type ReplayStage,
} from './recorded-past-fixture.ts'

const moment = (second: number) => PAST_START + second * 1_000

/** Waits until the picture is settled, and says what it is of. */
async function shown({ replay }: ReplayStage) {
  return vi.waitFor(() => {
    const { frame, status, gap, at } = replay.store.getState()
    if (status === 'loading') throw new Error('still loading')
    const second = frame === null ? null : (frame.worldAt - PAST_START) / 1_000
    if (second !== null) expect(frame?.regionTotals[0]?.requestsPerSecond).toBe(requestsAt(second))
    return { second, status, gap, at: at === null ? null : (at - PAST_START) / 1_000 }
  })
}

describe('going back', () => {
  it('shows the newest frame at or before the moment, and nothing between two', async () => {
    const stage = replayStage(recordedPast({ everySeconds: 10 }))
    for (const [asked, second] of [
      [3_600, 3_600],
      [3_609, 3_600],
      [3_610, 3_610],
      [3_599, 3_590],
    ] as const) {
      stage.replay.seek(moment(asked))
      expect(await shown(stage)).toEqual({ second, status: 'ready', gap: null, at: asked })
    }
  })

  it('keeps the frame before a window’s beginning in sight', async () => {
    const stage = replayStage(recordedPast({ gaps: [[115, 125]] }))
    stage.replay.seek(moment(121))
    expect(await shown(stage)).toMatchObject({ second: 114, status: 'ready' })
  })

  it('tells a gap by its ends, and lets what was seen last stay', async () => {
    const stage = replayStage(recordedPast({ gaps: [[1_000, 1_400]] }))
    stage.replay.seek(moment(1_200))
    expect(await shown(stage)).toMatchObject({ status: 'gap', gap: { from: moment(999), to: moment(1_400) } })
    stage.replay.seek(moment(1_010))
    expect(await shown(stage)).toMatchObject({ second: 999, status: 'ready' })
  })

  it('knows that nothing was recorded before the first frame', async () => {
    const stage = replayStage()
    stage.replay.seek(PAST_START - 3_600_000)
    expect(await shown(stage)).toMatchObject({ second: null, status: 'gap', gap: { from: null, to: moment(0) } })
  })

  it('asks the server once a window, and nothing for what is at hand', async () => {
    const stage = replayStage()
    stage.replay.seek(moment(3_650))
    await shown(stage)
    await stage.advance(1_000)
    const asked = stage.past.asked.length
    for (let second = 3_605; second < 3_715; second += 7) {
      stage.replay.seek(moment(second))
      expect(await shown(stage)).toMatchObject({ second })
    }
    expect(stage.past.asked.length).toBe(asked)
    expect(new Set(stage.past.asked).size).toBe(asked)
  })

  it('a moment that is not yet is now', () => {
    const { replay } = replayStage()
    replay.seek(PAST_NOW + 60_000)
    expect(replay.store.getState().mode).toBe('live')
  })

  it('says that it is loading, and keeps the last picture meanwhile', async () => {
    const stage = replayStage()
    stage.replay.seek(moment(3_650))
    await shown(stage)
    let release = () => {}
    stage.past.held = new Promise((resolve) => (release = resolve))
    stage.replay.seek(moment(100))
    expect(stage.replay.store.getState()).toMatchObject({ status: 'loading', at: moment(100) })
    expect(stage.replay.store.getState().frame?.worldAt).toBe(moment(3_650))
    release()
    expect(await shown(stage)).toMatchObject({ second: 100 })
  })

  it('says what failed, and tries again by itself', async () => {
    const stage = replayStage()
    stage.past.failure = 'The server cannot be reached.'
    stage.replay.seek(moment(500))
    await vi.waitFor(() => expect(stage.replay.store.getState().status).toBe('failed'))
    expect(stage.replay.store.getState().problem).toBe('The server cannot be reached.')
    stage.past.failure = null
    await stage.advance(2_500)
    await vi.waitFor(async () => expect(await shown(stage)).toMatchObject({ second: 500, status: 'ready' }))
  })
})

describe('pausing now', () => {
  it('keeps the very picture that was live', () => {
    const { replay, live } = replayStage()
    replay.pause()
    expect(replay.store.getState()).toMatchObject({ mode: 'paused', at: PAST_NOW })
    expect(replay.store.getState().frame).toBe(live.getState().frame)
  })

  it('and back leaves nothing of the past', () => {
    const { replay } = replayStage()
    replay.pause()
    replay.live()
    expect(replay.store.getState()).toMatchObject({ mode: 'live', at: null, frame: null, roster: null })
  })
})

describe('playing', () => {
  it.each([1, 10, 60] as const)('×%i shows so many seconds a second', async (speed) => {
    const stage = replayStage()
    stage.replay.seek(moment(1_300))
    await shown(stage)
    stage.replay.play(speed)
    await vi.waitFor(() => expect(stage.replay.store.getState().status).toBe('ready'))
    await stage.advance(4_000)
    const { at, frame, mode } = stage.replay.store.getState()
    expect(mode).toBe('playing')
    expect((at ?? NaN) - moment(1_300)).toBe(4_000 * speed)
    const step = speed === 60 ? 10_000 : 1_000
    expect(frame?.worldAt).toBe(Math.floor((at ?? NaN) / step) * step)
  })

  it('waits for what is not there yet, so that nothing is skipped', async () => {
    const stage = replayStage()
    stage.replay.seek(moment(1_300))
    await shown(stage)
    let release = () => {}
    stage.past.held = new Promise((resolve) => (release = resolve))
    stage.replay.play(60)
    await stage.advance(60_000)
    const waited = stage.replay.store.getState().at ?? NaN
    expect(waited).toBeLessThanOrEqual(moment(2_400 + 30))
    release()
    await stage.advance(2_000)
    expect(stage.replay.store.getState().at ?? NaN).toBeGreaterThan(waited)
  })

  it('fetches ahead', async () => {
    const stage = replayStage()
    stage.replay.seek(moment(1_300))
    await shown(stage)
    stage.replay.play(10)
    await stage.advance(500)
    expect(stage.past.asked).toContain('1000 1440 1560')
  })

  it('that has caught up with now is live', async () => {
    const stage = replayStage()
    stage.replay.seek(PAST_NOW - 20_000)
    await shown(stage)
    stage.replay.play(10)
    for (let second = 0; second < 20 && stage.replay.store.getState().mode !== 'live'; second++) {
      await stage.advance(1_000)
    }
    expect(stage.replay.store.getState().mode).toBe('live')
  })

  it('stops when paused, at a whole second', async () => {
    const stage = replayStage()
    stage.replay.seek(moment(1_300))
    await shown(stage)
    stage.replay.play(1)
    await stage.advance(1_500)
    stage.replay.pause()
    const { at } = stage.replay.store.getState()
    expect((at ?? NaN) % 1_000).toBe(0)
    await stage.advance(5_000)
    expect(stage.replay.store.getState().at).toBe(at)
  })
})
