import { StandingPlan, type StandingKey } from '#contract/evacuation/standing.ts'
import { Failure } from '#bff/failure.ts'
import type { StandingPlanRow } from '#bff/store/schema.ts'
import type { StoreScope } from '#bff/store/store.ts'

/** Of no region whose plan was ever made. */
export function emptyStanding({ region, failure }: StandingKey): StandingPlan {
  return {
    region,
    failure,
    version: 0,
    fresh: null,
    candidate: null,
    approved: null,
    approval: null,
    differences: [],
    runbook: null,
  }
}

export async function listStanding(store: Pick<StoreScope, 'standingPlans'>): Promise<StandingPlan[]> {
  return (await store.standingPlans.list()).map(standingOf)
}

export async function loadStanding(
  store: Pick<StoreScope, 'standingPlans'>,
  key: StandingKey,
): Promise<StandingPlan | null> {
  const row = await store.standingPlans.get({ region: key.region, failure: key.failure })
  return row === undefined ? null : standingOf(row)
}

export async function demandStanding(
  store: Pick<StoreScope, 'standingPlans'>,
  key: StandingKey,
): Promise<StandingPlan> {
  const standing = await loadStanding(store, key)
  if (standing === null) throw new Failure({ code: 'not_found', message: 'There is no such standing plan.' })
  return standing
}

/** Keeps it under the version after `before`'s; `before` null: for the first time. False where it has changed since. */
export async function keepStanding(
  store: Pick<StoreScope, 'standingPlans'>,
  before: StandingPlan | null,
  next: StandingPlan,
  now: number,
): Promise<StandingPlan | null> {
  const kept = { ...next, version: before === null ? 0 : before.version + 1 }
  return (await store.standingPlans.put(rowOf(kept, now), before?.version ?? null)) ? kept : null
}

/** Where its runbook lies is nothing people decide upon: the version stays, and nobody's click comes too late by it. */
export async function noteRunbook(
  store: StoreScope,
  key: StandingKey,
  runbook: NonNullable<StandingPlan['runbook']>,
): Promise<void> {
  await store.transaction(async (tx) => {
    const standing = await loadStanding(tx, key)
    if (standing !== null) await tx.standingPlans.put(rowOf({ ...standing, runbook }, runbook.at), standing.version)
  })
}

function rowOf(standing: StandingPlan, now: number): StandingPlanRow {
  const { region, failure, version } = standing
  return { region, failure, version, updated_at: now, document: JSON.stringify(standing) }
}

/** An older version of this program may have written it. */
function standingOf(row: StandingPlanRow): StandingPlan {
  return StandingPlan.parse(JSON.parse(row.document))
}
