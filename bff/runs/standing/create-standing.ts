import type { StandingAct, StandingKey, StandingPlan, StandingPlans } from '#contract/evacuation/standing.ts'
import { requirePermission } from '#bff/auth/require-permission.ts'
import type { Ctx } from '#bff/ctx.ts'
import type { RunStore } from '#bff/evacuation/ports.ts'
import type { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { Failure, isFailure } from '#bff/failure.ts'
import type { KeepDraft } from '../plan-runs.ts'
import { actOnStanding } from './act-on-standing.ts'
import { armStanding } from './arm-standing.ts'
import { createRefresher, type RefresherInput } from './create-refresher.ts'
import { describeStanding } from './describe-standing.ts'
import { runbookOf, type Runbook } from './export-runbooks.ts'
import { demandStanding, listStanding } from './keep-standing.ts'
import { createNightWatch, type NightWatchInput } from './night-watch.ts'

/** The plans that stand ready, and the night watch that makes them anew. */
export interface StandingBook {
  list(): Promise<StandingPlans>
  get(key: StandingKey): Promise<StandingPlan>
  act(input: { ctx: Ctx; key: StandingKey; act: StandingAct }): Promise<StandingPlan>
  /** Planned outside of any transaction; what comes back files the armed run. */
  arm(input: { ctx: Ctx; key: StandingKey; planHash: string }): Promise<KeepDraft>
  /** On demand; while one is under way, that one. */
  refresh(ctx: Ctx): Promise<StandingPlans>
  runbook(key: StandingKey): Promise<Runbook>
  start(): void
  stop(): Promise<void>
}

export interface StandingInput extends RefresherInput, Pick<NightWatchInput, 'timers' | 'random'> {
  newUlid: () => string
  runs: Pick<RunStore, 'unfinished'>
  /** Nothing to evacuate with: nothing is planned by itself. */
  hasControls: boolean
  settings: Pick<EvacuationSettings, 'standing' | 'approvalMs'>
}

export function createStanding(input: StandingInput): StandingBook {
  const { store, clock, settings, planning, planes, directory, runs } = input
  const refresher = createRefresher(input)
  const watch = createNightWatch({
    ...input,
    settings: settings.standing,
    newest: async () => Math.max(...(await listStanding(store)).map(({ fresh }) => fresh?.at ?? -Infinity)),
    refresh: () => refreshBySystem(input, (ctx) => refresher.refresh(ctx)),
  })
  const list = () =>
    describeStanding({
      store,
      runs,
      now: clock.now(),
      nextRefreshAt: watch.nextAt(),
      problem: refresher.problem(),
      directory,
    })
  return {
    list,
    get: (key) => demandStanding(store, key),
    async act({ ctx, key, act }) {
      const standing = await actOnStanding({ ctx, key, act, settings })
      // Whoever takes the files along reads in them what is approved.
      await refresher.writeOut()
      return standing
    },
    arm: ({ ctx, key, planHash }) => armStanding({ ctx, key, planHash, planning, planes, settings }),
    async refresh(ctx) {
      requirePermission(ctx, 'evacuation.propose')
      await refresher.refresh(ctx)
      return list()
    },
    async runbook(key) {
      const runbook = runbookOf(await demandStanding(store, key), input.planesByHand(), clock.now())
      if (runbook === null) throw new Failure({ code: 'not_found', message: 'No plan could be made of it yet.' })
      return runbook
    },
    start() {
      if (input.hasControls) watch.start()
    },
    async stop() {
      watch.stop()
      await refresher.settled()
    },
  }
}

/** False where it failed. That no traffic has been seen yet is no fault of anybody's. */
async function refreshBySystem(input: StandingInput, refresh: (ctx: Ctx) => Promise<void>): Promise<boolean> {
  const { clock, store, newUlid, onFault } = input
  try {
    await refresh({ actor: { kind: 'system', name: 'nightly refresh' }, clock, store, requestId: '', newUlid })
    return true
  } catch (error) {
    if (!isFailure(error)) onFault(error, 'the standing plans could not be refreshed')
    return false
  }
}
