import { actorNameOf } from '#contract/access.ts'
import { LONGEST_SILENCE_MS, PutSilence, type SilenceSet } from '#contract/services/silence.ts'
import { requirePermission } from '#bff/auth/require-permission.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { AlertSilencer } from '#bff/sources/alert-silencer.ts'
import { ANSWER_LIMIT_MS, findSilencer } from './find-silencer.ts'
import { recordAsked, settleAnswer } from './record-silence.ts'

/**
 * Makes a silence, or changes one. The wish is on record before the alerting system is told, what was read back
 * afterwards apart: an accepted write is not yet a silence.
 */
export async function putSilence(given: {
  ctx: Ctx
  silencers: readonly AlertSilencer[]
  input: PutSilence
}): Promise<SilenceSet> {
  const { ctx } = given
  requirePermission(ctx, 'fleet.annotate')
  const input = parseInput(PutSilence, given.input)
  refuseOddTimes(input, ctx.clock.now())
  const silencer = findSilencer(given.silencers, input.source)
  const { source, id, matchers, startsAt, endsAt, comment } = input
  const detail = { id: id ?? null, matchers, startsAt: startsAt ?? null, endsAt, comment }
  await recordAsked(ctx, { action: 'silence.put', subject: id === undefined ? source : `${source}/${id}`, detail })
  const answer = await silencer.put({
    silence: { id, matchers, startsAt: startsAt ?? null, endsAt, comment, createdBy: actorNameOf(ctx.actor) },
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  })
  return settleAnswer(ctx, {
    source,
    action: 'silence.put',
    answer,
    isSeen: (silence) => silence.state !== 'expired',
    words: {
      seen: `Silent until ${new Date(endsAt).toISOString()}, as ${source} says.`,
      notSeen: `${source} took it, but does not show it; look there.`,
    },
  })
}

function refuseOddTimes({ startsAt, endsAt }: PutSilence, now: number): void {
  const from = Math.max(startsAt ?? now, now)
  if (endsAt > from && endsAt - from <= LONGEST_SILENCE_MS) return
  throw new Failure({
    code: 'bad_request',
    message: endsAt > from ? 'That is too long: silences are forgotten.' : 'It would end before it begins.',
    path: 'endsAt',
    expected: `a time from ${from} to ${from + LONGEST_SILENCE_MS}`,
  })
}
