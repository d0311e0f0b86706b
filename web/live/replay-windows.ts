/**
 * The past is fetched in windows of a fixed grid, so that whoever looks at the same time asks for the same. Two grids:
 * `fine` shows each second; `coarse` reaches far with one request, for dragging and for playing fast.
 */
export interface ReplayGrid {
  stepMs: number
  /** Length of a window. */
  spanMs: number
}

export const GRIDS = {
  fine: { stepMs: 1_000, spanMs: 120_000 },
  coarse: { stepMs: 10_000, spanMs: 1_200_000 },
} as const satisfies Record<string, ReplayGrid>
export type GridName = keyof typeof GRIDS

export interface ReplayWindow {
  grid: GridName
  /** UTC ms; the window is [from, to). */
  from: number
  to: number
}

export function windowAt(grid: GridName, at: number): ReplayWindow {
  const { spanMs } = GRIDS[grid]
  const from = Math.floor(at / spanMs) * spanMs
  return { grid, from, to: from + spanMs }
}

export function keyOf({ grid, from }: ReplayWindow): string {
  return `${grid} ${from}`
}

/** Played faster than this, single seconds cannot be seen. */
const FINE_UP_TO = 10
/** Seconds of playing that are fetched ahead. */
const AHEAD_S = 20

/** What is needed to show `at`, the most needed first; then what playing on will need. */
export function neededWindows(at: number, speed: number): ReplayWindow[] {
  const grid = speed > FINE_UP_TO ? 'coarse' : 'fine'
  const windows = grid === 'fine' && speed === 0 ? [windowAt('fine', at), windowAt('coarse', at)] : [windowAt(grid, at)]
  const until = at + speed * AHEAD_S * 1_000
  for (let next = windowAt(grid, at); next.to <= until;) {
    next = windowAt(grid, next.to)
    windows.push(next)
  }
  return windows
}
