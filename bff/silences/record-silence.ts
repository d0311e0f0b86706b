import { actorNameOf } from '#contract/access.ts'
import type { SilenceSet } from '#contract/services/silence.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure } from '#bff/failure.ts'
import type { SilencerAnswer } from '#bff/sources/alert-silencer.ts'
import type { NewAuditEntry } from '#bff/store/audit-table.ts'

/** Before the alerting system is told anything: what cannot be written down does not happen. */
export async function recordAsked(
  ctx: Ctx,
  asked: { action: 'silence.put' | 'silence.expire'; subject: string; detail: NewAuditEntry['detail'] },
): Promise<void> {
  await ctx.store.transaction((tx) =>
    tx.appendAudit({ ...asked, at: ctx.clock.now(), actor: actorNameOf(ctx.actor), requestId: ctx.requestId }),
  )
}

/** What came of it, on record and in words; a refusal is a failure. `isSeen` says whether it is as was asked. */
export async function settleAnswer(
  ctx: Ctx,
  told: {
    source: string
    action: 'silence.put' | 'silence.expire'
    answer: SilencerAnswer
    isSeen: (silence: NonNullable<SilenceSet['silence']>) => boolean
    words: { seen: string; notSeen: string }
  },
): Promise<SilenceSet> {
  const { answer, words } = told
  const silence = answer.kind === 'done' ? answer.silence : null
  const isSeen = silence !== null && told.isSeen(silence)
  const outcome = answer.kind === 'done' ? (isSeen ? 'seen' : 'accepted-not-seen') : answer.kind
  await ctx.store.transaction((tx) =>
    tx.appendAudit({
      at: ctx.clock.now(),
      actor: actorNameOf(ctx.actor),
      action: `${told.action}-settled`,
      subject: answer.kind === 'done' ? `${told.source}/${answer.id}` : told.source,
      detail: { outcome, ...('why' in answer ? { why: answer.why } : {}) },
      requestId: ctx.requestId,
    }),
  )
  switch (answer.kind) {
    case 'done':
      return isSeen
        ? { outcome: 'seen', silence, message: words.seen }
        : { outcome: 'accepted-not-seen', silence, message: words.notSeen }
    case 'unknown':
      return { outcome: 'unknown', silence: null, message: `Nobody can tell whether it was done: ${answer.why}` }
    case 'absent':
      throw new Failure({ code: 'not_found', message: answer.why, path: 'id' })
    case 'refused':
      throw new Failure({ code: answer.isInput ? 'bad_request' : 'unavailable', message: answer.why })
  }
}
