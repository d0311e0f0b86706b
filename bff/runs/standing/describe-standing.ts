import type { Plan } from '#contract/evacuation/plan.ts'
import {
  standingStateOf,
  type StandingLine,
  type StandingOutline,
  type StandingPlan,
  type StandingPlans,
} from '#contract/evacuation/standing.ts'
import type { RunStore } from '#bff/evacuation/ports.ts'
import type { Store } from '#bff/store/store.ts'
import { listStanding } from './keep-standing.ts'

/** Every standing plan in outline, with the run one of them has armed. */
export async function describeStanding(input: {
  store: Pick<Store, 'standingPlans'>
  runs: Pick<RunStore, 'unfinished'>
  now: number
  nextRefreshAt: number | null
  problem: string | null
  directory: string
}): Promise<StandingPlans> {
  const { store, runs, now, nextRefreshAt, problem, directory } = input
  const unfinished = await runs.unfinished()
  const armed = new Map(unfinished.map(({ id, plan }) => [plan.standing?.planHash ?? '', id]))
  const kept = await listStanding(store)
  return {
    at: now,
    nextRefreshAt,
    problem,
    runbooks: directory,
    plans: kept.map((standing) => lineOf(standing, now, armed.get(standing.approved?.hash ?? '-') ?? null)),
  }
}

function lineOf(standing: StandingPlan, now: number, armedRun: string | null): StandingLine {
  const { region, failure, version, fresh, candidate, approved, approval, differences, runbook } = standing
  return {
    region,
    failure,
    version,
    state: standingStateOf(standing, now),
    refreshedAt: fresh?.at ?? null,
    refused: fresh?.refused ?? [],
    fresh: outlineOf(fresh?.plan ?? null),
    candidate: outlineOf(candidate),
    approved: outlineOf(approved),
    approval,
    differences,
    runbook,
    armedRun,
  }
}

function outlineOf(plan: Plan | null): StandingOutline | null {
  if (plan === null) return null
  const { id, hash, author, reason, createdAt, envelope, prediction, steps } = plan
  return { id, hash, author, reason, createdAt, envelope, prediction, steps: steps.map(({ title }) => title) }
}
