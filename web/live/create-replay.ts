import { createStore, type StoreApi } from 'zustand/vanilla'
import { worldNow } from './age-of.ts'
import type { LiveStore } from './create-live-store.ts'
import { createReplayLoader, type FetchFrames, type ReplayLoader } from './replay-loader.ts'
import { momentOf } from './replay-moment.ts'
import { LIVE, type ReplaySpeed, type ReplayState } from './replay-state.ts'
import { neededWindows, windowAt, type GridName } from './replay-windows.ts'
import type { Timers } from './stream-effects.ts'

export type ReplayStore = StoreApi<ReplayState>

/** Moves the picture through the past. The live picture goes on beside it, unseen. */
export interface ReplayControls {
  readonly store: ReplayStore
  /** UTC ms, on the clock of what is recorded. */
  now(): number
  /** Shows this moment, UTC ms, standing still; a moment that is not yet is now. */
  seek(at: number): void
  /** Goes on from the moment shown, from now where live. */
  play(speed?: ReplaySpeed): void
  /** Stands still at the moment shown, at now where live. */
  pause(): void
  /** Back to now. */
  live(): void
}

export interface CreateReplayInput {
  live: LiveStore
  fetchFrames: FetchFrames
  clock: { now(): number }
  timers: Timers
}

/** Panels are not redrawn faster than this. */
const TICK_MS = 500
/** Nearer to now than this, playing on has caught up. */
const CAUGHT_UP_MS = 2_000

export function createReplay({ live, fetchFrames, clock, timers }: CreateReplayInput): ReplayControls {
  const store = createStore<ReplayState>(() => LIVE)
  const now = () => nowOf(live, clock)
  const loader = createReplayLoader({ fetchFrames, now, timers, onChange: show })
  let cancelTick = () => {}

  /** Puts what is known of the moment into the store, and asks for what is not. */
  function show(): void {
    const { at, mode } = store.getState()
    if (at === null) return
    const speed = mode === 'playing' ? store.getState().speed : 0
    const windows = neededWindows(at, speed)
    loader.need(windows)
    const [exact] = windows
    if (exact !== undefined) store.setState(pictureAt(loader, { at, grid: exact.grid, now: now() }))
  }

  function tick(): void {
    const { mode, at, speed } = store.getState()
    if (mode !== 'playing' || at === null) return
    // It waits for what is not there yet, so that nothing is skipped.
    const [exact] = neededWindows(at, speed)
    if (exact !== undefined && loader.has(exact)) store.setState({ at: at + TICK_MS * speed })
    if (now() - (store.getState().at ?? 0) < CAUGHT_UP_MS) return controls.live()
    show()
    cancelTick = timers.after(TICK_MS, tick)
  }

  /** A moment to begin from: the live picture itself where nothing else is shown yet. */
  function begin(): number {
    const { at } = store.getState()
    if (at !== null) return at
    const { frame, roster } = live.getState()
    store.setState({ frame, roster })
    return wholeSecond(frame === null ? now() : frame.worldAt + SECOND_MS - 1)
  }

  const controls: ReplayControls = {
    store,
    now,
    seek(at) {
      cancelTick()
      if (at >= now() && live.getState().frame !== null) return controls.live()
      const { jumps } = store.getState()
      store.setState({ mode: 'paused', at: wholeSecond(at), jumps: jumps + 1 })
      show()
    },
    play(speed = store.getState().speed) {
      cancelTick()
      store.setState({ mode: 'playing', speed, at: begin() })
      show()
      cancelTick = timers.after(TICK_MS, tick)
    },
    pause() {
      cancelTick()
      store.setState({ mode: 'paused', at: wholeSecond(begin()) })
      show()
    },
    live() {
      cancelTick()
      loader.need([])
      const { speed, jumps } = store.getState()
      store.setState({ ...LIVE, speed, jumps: jumps + 1 })
    },
  }
  return controls
}

/** What can be shown of the moment with what is at hand. */
function pictureAt(
  loader: ReplayLoader,
  { at, grid, now }: { at: number; grid: GridName; now: number },
): Partial<ReplayState> {
  const exact = windowAt(grid, at)
  const replay = loader.get(exact)
  if (replay !== null) {
    const { shown, isGap, before, after } = momentOf(replay, at)
    const picture = { ...kept(shown), gap: null, problem: null }
    if (!isGap) return { ...picture, status: 'ready' }
    const isGrowing = after === null && now - at < GROWING_MS
    // What was seen before a gap is not shown in it: it would be taken for what was then.
    return isGrowing
      ? { ...picture, status: 'loading' }
      : { ...kept(null), problem: null, status: 'gap', gap: { from: before, to: after } }
  }
  const problem = loader.problemOf(exact)
  const near = loader.get(windowAt(grid === 'fine' ? 'coarse' : 'fine', at))
  const shown = near === null ? null : momentOf(near, at).shown
  // Until something nearer is there, the last picture stays.
  const stays = shown === null ? {} : kept(shown)
  return { ...stays, status: problem === null ? 'loading' : 'failed', gap: null, problem }
}

function nowOf(live: LiveStore, clock: { now(): number }): number {
  const { skewMs, frame } = live.getState()
  return worldNow({ browserNow: clock.now(), skewMs, aheadMs: frame === null ? 0 : frame.worldAt - frame.at })
}

const SECOND_MS = 1_000
/** A second is recorded and can be fetched by then. */
const GROWING_MS = 20_000

function wholeSecond(at: number): number {
  return Math.floor(at / SECOND_MS) * SECOND_MS
}

function kept(shown: { frame: ReplayState['frame']; roster: ReplayState['roster'] } | null) {
  return { frame: shown?.frame ?? null, roster: shown?.roster ?? null }
}
