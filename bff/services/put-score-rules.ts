import { actorNameOf } from '#contract/access.ts'
import type { ServiceId } from '#contract/ids.ts'
import { PutScoreRules, type ServiceDetail, type ServicesAnswer } from '#contract/services/service.ts'
import { ScoreRules } from '#contract/services/score.ts'
import type { Ctx } from '#bff/ctx.ts'
import { parseInput } from '#bff/failure.ts'
import type { StoreScope } from '#bff/store/store.ts'

export type OwnScore = Pick<ServiceDetail, 'scoreRules' | 'scoreRulesOwn'>

/** The service's own rules where somebody set them, else those of the configuration. */
export async function readScoreRules(input: {
  store: StoreScope
  service: ServiceId
  configured: ScoreRules
}): Promise<OwnScore> {
  const row = await input.store.scoreRules.get(input.service)
  if (row === undefined) return { scoreRules: input.configured, scoreRulesOwn: false }
  return { scoreRules: ScoreRules.parse(JSON.parse(row.rules)), scoreRulesOwn: true }
}

/** What scores are reckoned by, of every service. */
export async function listScoreRules(input: {
  store: StoreScope
  configured: ScoreRules
}): Promise<ServicesAnswer['scoreRules']> {
  const rows = await input.store.scoreRules.list()
  return {
    usual: input.configured,
    own: rows.map(({ service, rules }) => ({ service, rules: ScoreRules.parse(JSON.parse(rules)) })),
  }
}

/** Sets the service's own rules, or with null goes back to those of the configuration. */
export async function putScoreRules(given: {
  ctx: Ctx
  service: ServiceId
  input: PutScoreRules
  configured: ScoreRules
}): Promise<OwnScore> {
  const { ctx, service, configured } = given
  const { rules } = parseInput(PutScoreRules, given.input)
  const at = ctx.clock.now()
  const actor = actorNameOf(ctx.actor)
  await ctx.store.transaction(async (tx) => {
    if (rules === null) await tx.scoreRules.remove(service)
    else await tx.scoreRules.put({ service, rules: JSON.stringify(rules), updated_at: at, updated_by: actor })
    await tx.appendAudit({
      at,
      actor,
      action: rules === null ? 'score-rules.reset' : 'score-rules.put',
      subject: service,
      detail: { rules },
      requestId: ctx.requestId,
    })
  })
  return rules === null ? { scoreRules: configured, scoreRulesOwn: false } : { scoreRules: rules, scoreRulesOwn: true }
}
