import type { Evacuations, RunSummary } from '#contract/evacuation/api.ts'
import { Phase } from '#contract/evacuation/run.ts'
import { Direction } from '#contract/evacuation/plan.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import type { Clock } from '#bff/clock.ts'
import type { RunStore } from '#bff/evacuation/ports.ts'
import type { ProbeBoard } from '#bff/probes/probe-board.ts'
import type { ProbesSettings } from '#bff/probes/settings.ts'
import type { EvacuationRow } from '#bff/store/schema.ts'
import type { Store } from '#bff/store/store.ts'
import type { PlaneWatch } from './watch-planes.ts'

const PAST_ROWS = 50

/** Everything the first screen of evacuation shows, in one answer. */
export async function describeEvacuations(input: {
  store: Store
  runs: RunStore
  planes: PlaneWatch
  board: ProbeBoard
  probes: ProbesSettings
  verdicts: readonly RegionVerdict[]
  clock: Clock
}): Promise<Evacuations> {
  const { store, runs, planes, board, probes, verdicts, clock } = input
  const rows = await store.evacuations.list({ limit: PAST_ROWS })
  return {
    at: clock.now(),
    verdicts: [...verdicts],
    open: [...(await runs.unfinished())],
    past: rows.filter((row) => row.is_final === 1).map(summaryOf),
    planes: planes.planes().map(({ descriptor, instances }) => ({ descriptor, instances: [...instances] })),
    vantages: probes.vantages.map(({ id }) => ({ id, heardAt: board.heard().get(id) ?? null })),
  }
}

function summaryOf(row: Omit<EvacuationRow, 'document'>): RunSummary {
  return {
    id: row.id,
    version: row.version,
    phase: Phase.parse(row.phase),
    direction: Direction.parse(row.direction),
    region: row.region,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
