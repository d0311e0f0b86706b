import { stepUpAtOf } from '#contract/access.ts'
import type { RunAct } from '#contract/evacuation/api.ts'
import type { Forecast } from '#contract/evacuation/forecast.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Ctx } from '#bff/ctx.ts'
import type { Acted, Controller } from '#bff/evacuation/controller.ts'
import { tell } from '#bff/evacuation/journal.ts'
import { approveRun, cancelRun, proposeRun, refuseRun, type Filed } from '#bff/evacuation/lifecycle.ts'
import type { RunStore } from '#bff/evacuation/ports.ts'
import type { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { Failure, isFailure } from '#bff/failure.ts'
import { whoActs } from './who-acts.ts'

/** What acting needs beside the context. */
export interface RunActing {
  runs: RunStore
  controller: Controller
  settings: EvacuationSettings
  /** What is foretold of a run that starts at this moment; undefined where nothing can be. */
  forecast?: (run: Run) => Forecast | undefined
}

/**
 * One act of a person upon a run. Until it starts a run is filed: changed in the store by whoever saw its present
 * version. From then on the controller alone changes it, and takes the act as a word to heed.
 */
export async function actOnRun(acting: RunActing & { ctx: Ctx; id: string; act: RunAct }): Promise<Run> {
  try {
    return await perform(acting)
  } catch (error) {
    if (isFailure(error) && error.code !== 'not_found') await recordRefusal(acting, error)
    throw error
  }
}

/** Who tried what in vain belongs to the story as much as what was done. */
async function recordRefusal({ ctx, id, act }: { ctx: Ctx; id: string; act: RunAct }, failure: Failure): Promise<void> {
  await ctx.store.transaction((tx) =>
    tx.appendAudit({
      at: ctx.clock.now(),
      actor: whoActs(ctx.actor),
      action: 'evacuation.act-refused',
      subject: id,
      detail: { verb: act.verb, code: failure.code, says: failure.message },
      requestId: ctx.requestId,
    }),
  )
}

async function perform(acting: RunActing & { ctx: Ctx; id: string; act: RunAct }): Promise<Run> {
  const { ctx, id, act, runs, controller } = acting
  const run = await runs.load(id)
  if (run === null) throw new Failure({ code: 'not_found', message: 'There is no such evacuation.' })
  if ('version' in act && !isDrivenBy(act) && act.version !== run.version) throw outdated(run)
  const by = whoActs(ctx.actor)
  switch (act.verb) {
    case 'propose':
    case 'approve':
    case 'refuse':
    case 'cancel':
    case 'note':
      return file(acting, run, filed(run, act, by, acting))
    case 'start':
    case 'break-glass': {
      const reason = act.verb === 'break-glass' ? act.reason : act.override?.reason
      const forecast = acting.forecast?.(run)
      return answer(
        await controller.act(id, {
          verb: act.verb,
          by,
          steppedUpAt: stepUpAtOf(ctx.actor),
          typed: act.typedRegion,
          ...(reason === undefined ? {} : { reason }),
          ...(forecast === undefined ? {} : { forecast }),
          ...(act.override === undefined ? {} : { overrides: act.override.rules }),
        }),
      )
    }
    default: {
      refuseMistyped(run, act)
      const override = 'override' in act ? act.override : undefined
      const reason = 'reason' in act ? (act.reason ?? override?.reason) : override?.reason
      return answer(
        await controller.act(id, {
          verb: act.verb,
          by,
          ...(reason === undefined ? {} : { reason }),
          ...(override === undefined ? {} : { overrides: override.rules }),
          ...(act.verb === 'leave-out' ? { places: act.places } : {}),
        }),
      )
    }
  }
}

/** A run under way changes each second: its version tells nothing about what the person saw of it. */
function isDrivenBy(act: RunAct): boolean {
  return !['propose', 'approve', 'refuse', 'cancel', 'start', 'break-glass'].includes(act.verb)
}

type FilingAct = Extract<RunAct, { verb: 'propose' | 'approve' | 'refuse' | 'cancel' | 'note' }>

function filed(run: Run, act: FilingAct, by: string, { ctx, settings }: RunActing & { ctx: Ctx }): Filed {
  const now = ctx.clock.now()
  switch (act.verb) {
    case 'propose':
      return proposeRun(run, { by, now })
    case 'approve':
      return approveRun(run, { by, planHash: act.planHash, now, settings })
    case 'refuse':
      return refuseRun(run, { by, now, why: act.reason })
    case 'cancel':
      return cancelRun(run, { by, now, why: 'withdrawn' })
    case 'note':
      return { kind: 'done', run: tell(run, { at: now, who: by, kind: 'note', says: act.says }) }
  }
}

async function file({ runs }: RunActing, before: Run, result: Filed): Promise<Run> {
  if (result.kind === 'refused') throw refusal(result.code, result.why)
  const run = { ...result.run, version: before.version + 1 }
  if (!(await runs.save(run, before.version))) throw outdated(before)
  return run
}

function answer(acted: Acted): Run {
  if (acted.kind === 'done') return acted.run
  if (acted.code === 'unknown-run') throw new Failure({ code: 'not_found', message: 'There is no such evacuation.' })
  const blocking = acted.findings.filter(({ outcome }) => outcome === 'blocks' || outcome === 'unknown')
  throw refusal(acted.code, acted.why, blocking.map(({ rule }) => rule).join(', '))
}

/** Going back into a region, like leaving it, wants its name. */
function refuseMistyped(run: Run, act: RunAct): void {
  if (act.verb !== 'roll-back' || act.typedRegion === undefined || act.typedRegion === run.plan.scope.region) return
  throw new Failure({
    code: 'conflict',
    message: `This is about ${run.plan.scope.region}.`,
    path: 'typedRegion',
    expected: run.plan.scope.region,
  })
}

function refusal(code: string, why: string, rules = ''): Failure {
  if (code === 'step-up-needed') {
    return new Failure({ code: 'step_up_required', message: 'Prove again that it is you, then send this again.' })
  }
  if (code === 'same-person')
    return new Failure({ code: 'forbidden', message: `${sentence(why)}`, expected: 'somebody else' })
  if (code === 'store')
    return new Failure({ code: 'unavailable', message: 'It could not be kept; nothing was begun.', cause: why })
  return new Failure({
    code: 'conflict',
    message: sentence(why),
    ...(rules === '' ? {} : { path: 'override.rules', expected: rules }),
  })
}

function outdated(run: Run): Failure {
  return new Failure({
    code: 'conflict',
    message: 'It has changed since you looked; look again before you act.',
    path: 'version',
    expected: String(run.version),
  })
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return text.endsWith('.') ? text : `${text}.`
}
