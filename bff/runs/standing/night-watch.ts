import type { Clock } from '#bff/clock.ts'
import type { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { MISSED_MS, nextRefreshAt } from './next-refresh.ts'

/** Refreshes each night, soon after a start where a night was missed, and again after a failure. */
export interface NightWatch {
  start(): void
  stop(): void
  /** UTC ms; null while it does not run. */
  nextAt(): number | null
}

export interface NightWatchInput {
  clock: Clock
  timers: { setTimeout(run: () => void, afterMs: number): unknown; clearTimeout(handle: unknown): void }
  random: () => number
  settings: EvacuationSettings['standing']
  /** When it was done last, UTC ms; NaN when never. */
  newest: () => Promise<number>
  /** False where it failed. */
  refresh: () => Promise<boolean>
}

/** The first one waits until traffic has been seen for a while. */
const FIRST_AFTER_MS = 30_000
const AGAIN_AFTER_MS = 60_000

export function createNightWatch(input: NightWatchInput): NightWatch {
  const { clock, timers, settings } = input
  let handle: unknown = null
  let nextAt: number | null = null
  let isRunning = false
  const nightly = () =>
    nextRefreshAt({
      now: clock.now(),
      refreshAt: settings.refreshAt,
      jitterMs: settings.jitterMs,
      random: input.random(),
    })

  function schedule(at: number): void {
    if (!isRunning) return
    nextAt = at
    handle = timers.setTimeout(() => void go(), Math.max(0, at - clock.now()))
  }

  async function go(): Promise<void> {
    schedule((await input.refresh()) ? nightly() : clock.now() + AGAIN_AFTER_MS)
  }

  async function begin(): Promise<void> {
    const newest = await input.newest().catch(() => NaN)
    const wasMissed = !(clock.now() - newest <= MISSED_MS)
    schedule(wasMissed ? clock.now() + FIRST_AFTER_MS : nightly())
  }

  return {
    start() {
      if (isRunning) return
      isRunning = true
      void begin()
    },
    stop() {
      isRunning = false
      nextAt = null
      timers.clearTimeout(handle)
    },
    nextAt: () => nextAt,
  }
}
