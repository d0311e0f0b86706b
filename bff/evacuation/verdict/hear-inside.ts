import type { VerdictWord } from '#contract/evacuation/verdict.ts'
import { markOf, percentOf, type Heard, type Mark, type Testimony, type VerdictSettings } from './testimony.ts'

/** What the other regions' calls into it, its own metrics and its planes tell. */
export function hearSurvivors(testimony: Testimony, settings: VerdictSettings, before: VerdictWord | null): Heard {
  const seen = testimony.survivors.filter(({ from }) => from !== testimony.region)
  const fresh = seen.filter(
    ({ observedAt, requestsPerSecond, errorShare }) =>
      isFresh(observedAt, testimony, settings) && requestsPerSecond >= settings.leastCalls && !Number.isNaN(errorShare),
  )
  const marks = fresh.map(({ errorShare }) => markOf(errorShare, settings, before))
  const dead = marks.filter((mark) => mark === 'dead').length
  const bad = marks.filter((mark) => mark === 'dead' || mark === 'sick').length
  const calls = fresh.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0)
  const errors = fresh.reduce((sum, each) => sum + each.requestsPerSecond * each.errorShare, 0)
  const from = fresh.map((each) => each.from).join(', ')
  return {
    witness: 'survivors',
    says:
      fresh.length === 0
        ? 'no other region calls into it, or nobody measures it'
        : `${percentOf(errors / calls)} of ${Math.round(calls)} calls/s from ${from} fail`,
    points: pointOf({ all: marks.length, dead, bad, healthy: marks.filter((mark) => mark === 'healthy').length }),
    observedAt: newestOf(seen.map(({ observedAt }) => observedAt)),
    fresh: fresh.length > 0,
    deadPoints: bad < marks.length ? 0 : dead,
  }
}

function pointOf({ all, dead, bad, healthy }: { all: number; dead: number; bad: number; healthy: number }): Mark {
  if (all === 0) return 'nothing'
  if (dead === all) return 'dead'
  if (bad * 2 >= all) return 'sick'
  return healthy === all ? 'healthy' : 'nothing'
}

export function hearMetrics(testimony: Testimony, settings: VerdictSettings, before: VerdictWord | null): Heard {
  const { metrics } = testimony
  const quiet = { witness: 'metrics', points: 'nothing', deadPoints: 0, fresh: false } as const
  if (metrics === null || Number.isNaN(metrics.observedAt)) {
    return { ...quiet, says: 'its metrics were never seen', observedAt: null }
  }
  const { observedAt, errorShare, requestsPerSecond, expectedRequestsPerSecond: expected } = metrics
  if (!isFresh(observedAt, testimony, settings)) {
    const seconds = Math.round((testimony.now - observedAt) / 1_000)
    return { ...quiet, says: `its metrics stopped ${seconds} s ago`, observedAt }
  }
  const served = requestsPerSecond / expected
  const isStarved = served < settings.leastOfExpected
  const mark = markOf(errorShare, settings, before)
  const errors = Number.isNaN(errorShare) ? 'its errors are unknown' : `${percentOf(errorShare)} of its answers fail`
  const volume = Number.isFinite(served) ? `; it serves ${percentOf(served)} of what is expected` : ''
  // Whoever reports his own errors is not dead, however many they are.
  const points = mark === 'dead' || (mark !== 'nothing' && isStarved) ? 'sick' : mark
  return { witness: 'metrics', says: errors + volume, points, observedAt, fresh: true, deadPoints: 0 }
}

/** A plane that cannot be read there is one more view of a dead region; one that can be read proves no health. */
export function hearPlanes(testimony: Testimony, settings: VerdictSettings): Heard {
  const fresh = testimony.planes.filter(({ at }) => isFresh(at, testimony, settings))
  const silent = fresh.filter(({ readable }) => !readable)
  const isSilent = fresh.length > 0 && silent.length === fresh.length
  const none = testimony.planes.length === 0 ? 'no plane lives there' : 'its planes were not tried lately'
  return {
    witness: 'planes',
    says: fresh.length === 0 ? none : `${silent.length} of ${fresh.length} of its planes' instances cannot be read`,
    points: isSilent ? 'dead' : 'nothing',
    observedAt: newestOf(testimony.planes.map(({ at }) => at)),
    fresh: fresh.length > 0,
    deadPoints: isSilent ? 1 : 0,
  }
}

export function isFresh(observedAt: number, { now }: Testimony, { staleAfterMs }: VerdictSettings): boolean {
  return Math.abs(now - observedAt) <= staleAfterMs
}

export function newestOf(times: readonly number[]): number | null {
  const known = times.filter((time) => !Number.isNaN(time))
  return known.length === 0 ? null : Math.max(...known)
}
