import { WORLD_VIEW } from '#web/features/traffic/traffic-search.ts'

/** Faster, nobody could read a view. */
const LEAST_MS = 5_000
const MOST_MS = 3_600_000

/** `30s`, `2m`; null where there is none. */
export function rotationMsOf(rotate: string | undefined): number | null {
  const parts = /^(\d+)([sm])$/.exec(rotate ?? '')
  if (parts === null) return null
  const ms = Number(parts[1]) * (parts[2] === 'm' ? 60_000 : 1_000)
  return Math.min(Math.max(ms, LEAST_MS), MOST_MS)
}

/** After the world come its regions one by one, then the world again; a view that is gone goes on with the world. */
export function nextView(view: string | null, regions: readonly string[]): string | null {
  const views = [WORLD_VIEW, ...regions]
  const next = views[(views.indexOf(view ?? WORLD_VIEW) + 1) % views.length] ?? WORLD_VIEW
  return next === WORLD_VIEW ? null : next
}
