import type { Readiness } from '#contract/about.ts'
import type { Store } from '#bff/store/store.ts'
import type { Clock } from './clock.ts'
import type { Fleet } from './fleet.ts'

const FRAME_LIMIT_MS = 10_000

/**
 * Whether this server can do its own work. The sources are not asked: a metrics outage must not take the console away
 * when it is needed most.
 */
export async function readinessOf(rooms: {
  store: Pick<Store, 'check'>
  fleet: Pick<Fleet, 'newest'>
  clock: Clock
}): Promise<Readiness> {
  const store = await rooms.store.check()
  const newest = rooms.fleet.newest()
  const ageMs = newest === null ? null : rooms.clock.now() - newest.at
  const framesHold = ageMs !== null && ageMs < FRAME_LIMIT_MS
  const framesMessage =
    ageMs === null
      ? 'No frame exists yet; the past is being read.'
      : `The newest frame is ${Math.round(ageMs / 1_000)} s old.`
  const checks = [
    { name: 'store', holds: store.holds, message: store.message },
    { name: 'frames', holds: framesHold, message: framesMessage },
  ]
  return { ready: checks.every((check) => check.holds), checks }
}
