import type { StandingKey } from '#contract/evacuation/standing.ts'
import type { Ctx } from '#bff/ctx.ts'
import { isFailure } from '#bff/failure.ts'
import { whoActs } from '../who-acts.ts'
import { nameOf } from './refresh-standing.ts'

/** Who tried what in vain belongs to the story as much as what was done. */
export async function recordRefusals<Result>(
  { ctx, key }: { ctx: Ctx; key: StandingKey },
  verb: string,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (isFailure(error) && error.code !== 'not_found') {
      await ctx.store.transaction((tx) =>
        tx.appendAudit({
          at: ctx.clock.now(),
          actor: whoActs(ctx.actor),
          action: 'standing.act-refused',
          subject: nameOf(key),
          detail: { verb, code: error.code, says: error.message },
          requestId: ctx.requestId,
        }),
      )
    }
    throw error
  }
}
