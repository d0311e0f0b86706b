import { createHash } from 'node:crypto'
import type { DryRun, Intention, NewDraft, NewFailback } from '#contract/evacuation/api.ts'
import type { Plan } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Ctx } from '#bff/ctx.ts'
import { draftRun } from '#bff/evacuation/lifecycle.ts'
import { describeWrites } from '#bff/evacuation/planner/describe-writes.ts'
import { planEvacuation, type PlanAnswer } from '#bff/evacuation/planner/plan-evacuation.ts'
import { planFailback } from '#bff/evacuation/planner/plan-failback.ts'
import { sealPlan } from '#bff/evacuation/planner/seal-plan.ts'
import type { Situation } from '#bff/evacuation/planner/situation.ts'
import { Failure } from '#bff/failure.ts'
import { canonicalJson, type Json } from '#bff/store/canonical-json.ts'
import { createRunStore } from './keep-runs.ts'
import { createSituations, type SituationInput } from './create-situations.ts'
import { whoActs } from './who-acts.ts'

/**
 * Files a draft that has been planned. Planning asks planes and may take seconds; keeping touches the context's store
 * alone, so that it can be part of a transaction of the caller's.
 */
export type KeepDraft = (ctx: Ctx) => Promise<Run>

/** Plans and their dry runs, made from what is seen and known at this moment. */
export interface Planning {
  /** Nothing is to be left. */
  calmSituation(): Promise<Situation>
  plan(intention: Intention): Promise<{ situation: Situation; answer: PlanAnswer }>
  draft(input: NewDraft): Promise<KeepDraft>
  draftFailback(input: { id: string; input: NewFailback }): Promise<KeepDraft>
  dryRun(run: Run): Promise<DryRun>
}

export type PlanningInput = SituationInput

export function createPlanning(input: PlanningInput): Planning {
  const { planes, runs } = input
  const situation = createSituations(input)

  async function plan(intention: Intention) {
    const seen = await situation(intention.scope)
    const { scope, placement, profile, failure } = intention
    return {
      situation: seen,
      answer: planEvacuation({ situation: seen, scope, placement, wish: { profile, failure } }),
    }
  }

  return {
    calmSituation: () => situation(null),
    plan,
    async draft(wanted) {
      await planes.readNow()
      return keeperOf((await plan(wanted)).answer, wanted.reason)
    },
    async draftFailback({ id, input: wanted }) {
      const origin = await runs.load(id)
      if (origin === null) throw new Failure({ code: 'not_found', message: 'There is no such evacuation.' })
      if (origin.phase !== 'evacuated') {
        throw new Failure({ code: 'conflict', message: 'Only an evacuated region is led back.', expected: 'evacuated' })
      }
      await planes.readNow()
      // A region that was emptied is not failing for it: what was moved shows at the others, and the sum is the demand.
      const seen = await situation(null, origin.id)
      return keeperOf(planFailback({ situation: seen, evacuation: origin.plan }), wanted.reason)
    },
    dryRun: (run) => dryRunOf(run, input),
  }
}

function keeperOf(answer: PlanAnswer, reason: string): KeepDraft {
  if (answer.kind === 'refused') {
    throw new Failure({ code: 'conflict', message: `It cannot be planned: ${answer.reasons.join('; ')}.` })
  }
  return async (ctx) => {
    const id = ctx.newUlid()
    const at = ctx.clock.now()
    const sealed = sealPlan(answer.plan, { id, reason, author: whoActs(ctx.actor), createdAt: at }, hashOf)
    const run = draftRun({ id, plan: sealed, now: at })
    const runs = createRunStore({ store: ctx.store, clock: ctx.clock })
    if (!(await runs.save(run, 0))) throw new Failure({ code: 'conflict', message: 'It exists already.' })
    return run
  }
}

/** The same code that orders the real writes, from what the planes say now; those that can be asked are asked. */
async function dryRunOf(run: Run, { planes, controls, now }: PlanningInput): Promise<DryRun> {
  await planes.readNow()
  const writes = describeWrites(run.plan, planes.planes())
  const answers = await Promise.all(
    writes.map(async (write, order) => {
      const control = controls.find(({ descriptor }) => descriptor.id === write.plane)
      const answer = await control?.dryRun?.(
        {
          instance: write.instance,
          splits: [{ segment: write.segment, weights: write.after }],
          key: `dry-run:${run.id}:${order}`,
          mark: { planId: run.id, epoch: run.epoch + 1, step: write.step },
        },
        DRY_RUN_LIMIT_MS,
      )
      return answer === undefined
        ? null
        : { order, says: answer.kind === 'accepted' ? 'would be accepted' : answer.why }
    }),
  )
  return { at: now(), writes, answers: answers.filter((answer) => answer !== null) }
}

const DRY_RUN_LIMIT_MS = 2_000

/** What an approval binds to. */
export function hashOf(plan: Omit<Plan, 'hash'>): string {
  return createHash('sha256')
    .update(canonicalJson(jsonOf(plan)))
    .digest('hex')
}

/** As it goes over the wire, so that whoever has the plan can reckon its hash. */
function jsonOf(plan: Omit<Plan, 'hash'>): Json {
  return JSON.parse(JSON.stringify(plan))
}
