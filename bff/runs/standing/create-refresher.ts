import type { RegionId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { Ctx } from '#bff/ctx.ts'
import type { PlaneByHand } from '#bff/evacuation/planner/write-runbook.ts'
import { isFailure } from '#bff/failure.ts'
import type { Store } from '#bff/store/store.ts'
import type { Planning } from '../plan-runs.ts'
import type { PlaneWatch } from '../watch-planes.ts'
import { exportRunbooks, runbookOf } from './export-runbooks.ts'
import { listStanding, noteRunbook } from './keep-standing.ts'
import { refreshStanding } from './refresh-standing.ts'

/** Plans everything anew and writes the runbooks of it; one at a time for all who ask. */
export interface Refresher {
  refresh(ctx: Ctx): Promise<void>
  /** Writes the runbooks alone: what is in force has changed. */
  writeOut(): Promise<void>
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

const UNWRITTEN = 'The runbooks could not be written to their directory; the log tells why.'

export function createRefresher(input: RefresherInput): Refresher {
  let problem: string | null = null
  let underWay: Promise<void> | null = null
  let writing: Promise<void> = Promise.resolve()

  async function now(ctx: Ctx): Promise<void> {
    try {
      const { planning, planes } = input
      await refreshStanding({ ctx, planning, planes, regions: input.regions() })
    } catch (error) {
      problem = isFailure(error) ? error.message : 'The last refresh failed; the log tells why.'
      throw error
    }
    await writeAll()
  }

  /** One after the other: two at once would each clear away what the other has written. */
  function writeAll(): Promise<void> {
    writing = writing.then(async () => {
      problem = (await writeOut(input)) ? null : UNWRITTEN
    })
    return writing
  }

  return {
    refresh(ctx) {
      underWay ??= now(ctx).finally(() => {
        underWay = null
      })
      return underWay
    },
    writeOut: writeAll,
    problem: () => problem,
    async settled() {
      await underWay?.catch(() => {})
      await writing
    },
  }
}

/** A full disk must not undo the refresh: it is said, and what was written before stays. False where it failed. */
async function writeOut(input: RefresherInput): Promise<boolean> {
  try {
    const at = input.clock.now()
    const planes = input.planesByHand()
    const written = (await listStanding(input.store)).flatMap((standing) => {
      const runbook = runbookOf(standing, planes, at)
      return runbook === null ? [] : [{ standing, runbook }]
    })
    await exportRunbooks(
      input.directory,
      written.map(({ runbook }) => runbook),
    )
    for (const { standing, runbook } of written) await noteRunbook(input.store, standing, { file: runbook.file, at })
    return true
  } catch (error) {
    input.onFault(error, 'the runbooks could not be written')
    return false
  }
}
