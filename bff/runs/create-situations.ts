import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Minutes, MinutesQuery } from '#contract/history.ts'
import type { Roster } from '#contract/roster.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Control } from '#bff/evacuation/control.ts'
import type { Situation } from '#bff/evacuation/planner/situation.ts'
import type { Scaler } from '#bff/controls/scaler/create-scaler.ts'
import type { Fleet } from '#bff/controls/scaler/wire.ts'
import type { RunStore } from '#bff/evacuation/ports.ts'
import { Failure } from '#bff/failure.ts'
import { gatherSituation } from './gather-situation.ts'
import type { PlanningSettings } from './planning-settings.ts'
import { recallDemand, type DemandPast } from './recall-demand.ts'
import type { PlaneWatch } from './watch-planes.ts'

export interface SituationInput {
  newest: () => Frame | null
  roster: () => Roster
  minutes: (query: MinutesQuery) => Promise<Minutes>
  verdicts: () => readonly RegionVerdict[]
  planes: PlaneWatch
  controls: readonly Control[]
  runs: RunStore
  /** Null where there is none. */
  scaler: Scaler | null
  settings: PlanningSettings
  now: () => number
}

/** The past changes by the minute, and a what-if follows a pointer. */
const PAST_KEPT_MS = 60_000
const FLEET_KEPT_MS = 5_000
const FLEET_LIMIT_MS = 3_000

/**
 * The situation as it is at this moment. Scope null: no region is taken to be failing for being left.
 * `but` leaves one evacuation out, whose way back is planned.
 */
export function createSituations(
  input: SituationInput,
): (scope: EvacuationScope | null, but?: string) => Promise<Situation> {
  let fleet: { at: number; told: Promise<Fleet | null> } | null = null
  let past: { at: number; told: Promise<DemandPast> } | null = null

  function pastNow(roster: Roster): Promise<DemandPast> {
    const at = input.now()
    if (past === null || at - past.at > PAST_KEPT_MS) {
      const told = recallDemand({ at, regions: roster.regions.map(({ id }) => id), minutes: input.minutes })
      past = { at, told }
      // A past that could not be read is asked for again.
      told.catch(() => (past = null))
    }
    return past.told
  }

  function fleetNow(): Promise<Fleet | null> {
    const at = input.now()
    if (fleet === null || at - fleet.at > FLEET_KEPT_MS) {
      fleet = { at, told: input.scaler?.fleet(FLEET_LIMIT_MS) ?? Promise.resolve(null) }
    }
    return fleet.told
  }

  return async (scope, but) => {
    const frame = input.newest()
    if (frame === null) {
      throw new Failure({ code: 'unavailable', message: 'No traffic has been seen yet; try again in a moment.' })
    }
    if (input.controls.length === 0) {
      throw new Failure({
        code: 'conflict',
        message: 'There is nothing to evacuate with: the configuration lists no controls.',
        expected: 'an entry under controls: in spillway.yaml',
      })
    }
    const roster = input.roster()
    const away = (await input.runs.unfinished()).filter((run) => run.id !== but && isAway(run))
    return gatherSituation({
      at: input.now(),
      scope,
      frame,
      roster,
      past: await pastNow(roster),
      planes: input.planes.planes(),
      verdicts: input.verdicts(),
      evacuated: away.map(({ plan }) => plan.scope.region),
      fleet: await fleetNow(),
      settings: input.settings,
    })
  }
}

function isAway(run: Run): boolean {
  return run.plan.direction === 'evacuate' && run.startedAt !== null
}
