import type { SilenceSet } from '#contract/services/silence.ts'
import { requirePermission } from '#bff/auth/require-permission.ts'
import type { Ctx } from '#bff/ctx.ts'
import type { AlertSilencer } from '#bff/sources/alert-silencer.ts'
import { ANSWER_LIMIT_MS, findSilencer } from './find-silencer.ts'
import { recordAsked, settleAnswer } from './record-silence.ts'

/** Ends a silence, and reads it back. One that has ended already is as well. */
export async function expireSilence(given: {
  ctx: Ctx
  silencers: readonly AlertSilencer[]
  input: { source: string; id: string }
}): Promise<SilenceSet> {
  const { ctx, input } = given
  requirePermission(ctx, 'fleet.annotate')
  const silencer = findSilencer(given.silencers, input.source)
  await recordAsked(ctx, { action: 'silence.expire', subject: `${input.source}/${input.id}`, detail: {} })
  const answer = await silencer.expire({ id: input.id, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })
  return settleAnswer(ctx, {
    source: input.source,
    action: 'silence.expire',
    answer,
    isSeen: (silence) => silence.state === 'expired',
    words: {
      seen: `It has ended, as ${input.source} says.`,
      notSeen: `${input.source} took it, but does not show it as ended; look there.`,
    },
  })
}
