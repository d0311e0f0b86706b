import type { z } from 'zod'
import { actorNameOf } from '#contract/access.ts'
import { NewChange, type Change } from '#contract/change.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import { changeOfRow, rowOfChange } from './change-row.ts'

export interface RecordChangeInput {
  ctx: Ctx
  input: z.input<typeof NewChange>
}

/**
 * Writes down that something changed. The same pair of origin and externalId is one change: sent again as it was, it
 * is answered as it stands; sent with more (`endedAt`, once a deploy is done) or other facts, those are taken over.
 * What the sender leaves out the second time stays.
 */
export async function recordChange({ ctx, input }: RecordChangeInput): Promise<Change> {
  const sent = parseInput(NewChange, input)
  return ctx.store.transaction(async (tx) => {
    const known = await knownChange(tx, sent)
    const change = known === null ? newChange(ctx, sent) : amendedChange(known, sent)
    refuseEndBeforeStart(change)
    const row = rowOfChange(change)
    if (known !== null && JSON.stringify(rowOfChange(known)) === JSON.stringify(row)) return known
    await tx.changes.put(row, [
      ...change.regions.map((name) => ({ scope: 'region' as const, name })),
      ...change.services.map((name) => ({ scope: 'service' as const, name })),
    ])
    await tx.appendAudit({
      at: ctx.clock.now(),
      actor: actorNameOf(ctx.actor),
      action: known === null ? 'change.record' : 'change.amend',
      subject: change.id,
      detail: { ...sent },
      requestId: ctx.requestId,
    })
    return changeOfRow(row)
  })
}

async function knownChange(tx: TransactionScope, sent: NewChange): Promise<Change | null> {
  if (sent.externalId === undefined) return null
  const row = await tx.changes.byExternalId(sent.origin, sent.externalId)
  return row === undefined ? null : changeOfRow(row)
}

function newChange(ctx: Ctx, sent: NewChange): Change {
  const now = ctx.clock.now()
  return {
    ...sent,
    id: ctx.newUlid(),
    startedAt: sent.startedAt ?? Math.min(now, sent.endedAt ?? now),
    recordedAt: now,
    recordedBy: actorNameOf(ctx.actor),
  }
}

/** An empty list states nothing: it cannot be told from one left out. */
function amendedChange(known: Change, sent: NewChange): Change {
  return {
    ...known,
    kind: sent.kind,
    title: sent.title,
    startedAt: sent.startedAt ?? known.startedAt,
    endedAt: sent.endedAt ?? known.endedAt,
    regions: sent.regions.length > 0 ? sent.regions : known.regions,
    services: sent.services.length > 0 ? sent.services : known.services,
    version: sent.version ?? known.version,
    author: sent.author ?? known.author,
    link: sent.link ?? known.link,
  }
}

function refuseEndBeforeStart(change: Change): void {
  if (change.endedAt === undefined || change.endedAt >= change.startedAt) return
  throw new Failure({
    code: 'bad_request',
    message: 'The change ends before it starts.',
    path: 'endedAt',
    expected: `a time from ${change.startedAt} on`,
  })
}
