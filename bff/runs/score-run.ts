import type { RunOutcome } from '#contract/evacuation/forecast.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { RegionId } from '#contract/ids.ts'
import { LONGEST_SERIES_MS, type Series, type SeriesQuery } from '#contract/series.ts'
import { judgeOutcome, type Seen } from './judge-outcome.ts'
import type { PlanningSettings } from './planning-settings.ts'
import { requestsPerCustomer } from './weigh-acting.ts'

/** An hour is what the forecast looks ahead; what comes afterwards belongs to no curve. */
const LOOKED_AT_MS = Math.min(3_600_000, LONGEST_SERIES_MS)
const BEFORE_MS = 300_000
/** Rates of a single second are mostly chance. */
const STEP_MS = 10_000

/** What a run foretold against what was recorded since its start; before that nothing is to be told. */
export async function scoreRun(input: {
  run: Run
  /** Of a region, out of what was recorded. */
  series: (query: Required<Pick<SeriesQuery, 'region' | 'from' | 'to' | 'points'>>) => Promise<Series>
  settings: PlanningSettings
  now: number
}): Promise<RunOutcome> {
  const { run, series, settings, now } = input
  const { startedAt } = run
  const regions = run.plan.prediction.regions.map(({ region }) => region)
  const since = new Map<RegionId, Seen>()
  const failedBefore = new Map<RegionId, number>()
  const to = Math.min(run.endedAt ?? now, (startedAt ?? now) + LOOKED_AT_MS)
  if (startedAt !== null && to - startedAt > STEP_MS) {
    const points = Math.max(2, Math.ceil((to - startedAt) / STEP_MS) + 1)
    const before = { from: startedAt - BEFORE_MS, to: startedAt, points: 2 }
    await Promise.all(
      regions.map(async (region) => {
        const [seen, usual] = await Promise.all([
          series({ region, from: startedAt, to, points }),
          series({ region, ...before }),
        ])
        since.set(region, seen)
        failedBefore.set(region, meanOf(usual.errorShare))
      }),
    )
  }
  return judgeOutcome({
    run,
    now,
    // In the plan's order, whoever answered first.
    since: new Map(regions.flatMap((region) => [...since].filter(([id]) => id === region))),
    failedBefore,
    requestsPerSecondPerCustomer: run.forecast?.requestsPerSecondPerCustomer ?? requestsPerCustomer(settings),
    utilisationCeiling: settings.utilisationCeiling,
  })
}

function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0) / known.length
}
