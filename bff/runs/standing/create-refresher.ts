import type { RegionId } from '#contract/ids.ts'
import type { StandingKey, StandingPlan } from '#contract/evacuation/standing.ts'
import type { Clock } from '#bff/clock.ts'
import type { Ctx } from '#bff/ctx.ts'
import type { PlaneByHand } from '#bff/evacuation/planner/write-runbook.ts'
import { isFailure } from '#bff/failure.ts'
import type { Store } from '#bff/store/store.ts'
import type { Planning } from '../plan-runs.ts'
import type { PlaneWatch } from '../watch-planes.ts'
import { exportRunbooks, runbookOf } from './export-runbooks.ts'
import { keepStanding, listStanding, loadStanding } from './keep-standing.ts'
import { refreshStanding } from './refresh-standing.ts'

/** Plans everything anew and writes the runbooks of it; one at a time for all who ask. */
export interface Refresher {
  refresh(ctx: Ctx): Promise<void>
  /** What was wrong last time, in one sentence; null when all was well. */
  problem(): string | null
  /** Until what is under way is over. */
  settled(): Promise<void>
}

export interface RefresherInput {
  store: Store
  clock: Clock
  planning: Pick<Planning, 'plan'>
  planes: Pick<PlaneWatch, 'readNow'>
  planesByHand: () => readonly PlaneByHand[]
  regions: () => readonly RegionId[]
  /** Where the runbooks go. */
  directory: string
  onFault: (error: unknown, what: string) => void
}

export function createRefresher(input: RefresherInput): Refresher {
  let problem: string | null = null
  let underWay: Promise<void> | null = null

  async function now(ctx: Ctx): Promise<void> {
    try {
      const { planning, planes } = input
      await refreshStanding({ ctx, planning, planes, regions: input.regions() })
    } catch (error) {
      problem = isFailure(error) ? error.message : 'The last refresh failed; the log tells why.'
      throw error
    }
    problem = (await writeOut(input))
      ? null
      : 'The runbooks could not be written to their directory; the log tells why.'
  }

  return {
    refresh(ctx) {
      underWay ??= now(ctx).finally(() => {
        underWay = null
      })
      return underWay
    },
    problem: () => problem,
    settled: async () => underWay?.catch(() => {}),
  }
}

/** A full disk must not undo the refresh: it is said, and what was written before stays. False where it failed. */
async function writeOut(input: RefresherInput): Promise<boolean> {
  const at = input.clock.now()
  const planes = input.planesByHand()
  const written = (await listStanding(input.store)).flatMap((standing) => {
    const runbook = runbookOf(standing, planes, at)
    return runbook === null ? [] : [{ standing, runbook }]
  })
  try {
    await exportRunbooks(
      input.directory,
      written.map(({ runbook }) => runbook),
    )
  } catch (error) {
    input.onFault(error, 'the runbooks could not be written')
    return false
  }
  for (const { standing, runbook } of written) await note(input, standing, { file: runbook.file, at })
  return true
}

async function note(
  { store, clock }: RefresherInput,
  key: StandingKey,
  runbook: NonNullable<StandingPlan['runbook']>,
): Promise<void> {
  await store.transaction(async (tx) => {
    const before = await loadStanding(tx, key)
    if (before !== null) await keepStanding(tx, before, { ...before, runbook }, clock.now())
  })
}
