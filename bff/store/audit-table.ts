import type { Kysely } from 'kysely'
import { FIRST_PREVIOUS_HASH, hashOfAuditRow, verifyAuditChain, type AuditVerdict } from './audit-chain.ts'
import { canonicalJson, type Json } from './canonical-json.ts'
import type { AuditRow, Schema } from './schema.ts'

export interface NewAuditEntry {
  at: number
  /** `actorNameOf(ctx.actor)`. */
  actor: string
  /** What was done: `change.record`. */
  action: string
  /** What it was done to. */
  subject: string
  detail: Json
  requestId: string
}

export interface AuditTable {
  /** Newest first. */
  list(page: { limit: number; beforeSeq?: number }): Promise<AuditRow[]>
}

const PAGE_ROWS = 1_000

export function auditTable(db: Kysely<Schema>): AuditTable {
  return {
    list({ limit, beforeSeq = Number.MAX_SAFE_INTEGER }) {
      return db
        .selectFrom('audit')
        .selectAll()
        .where('seq', '<', beforeSeq)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
    },
  }
}

export async function verifyAudit(db: Kysely<Schema>): Promise<AuditVerdict> {
  // The head is read first: rows written meanwhile must not look like a cut-off end.
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  return verifyAuditChain(pagesUpTo(db, head?.seq ?? Number.MAX_SAFE_INTEGER), head)
}

/** Only within a transaction: the row must stand or fall with what it tells of. */
export async function appendAudit(db: Kysely<Schema>, entry: NewAuditEntry): Promise<AuditRow> {
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  const content = {
    seq: (head?.seq ?? 0) + 1,
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    detail: canonicalJson(entry.detail),
    request_id: entry.requestId,
    prev_hash: head?.hash ?? FIRST_PREVIOUS_HASH,
  }
  const row = { ...content, hash: hashOfAuditRow(content) }
  await db.insertInto('audit').values(row).execute()
  return row
}

async function* pagesUpTo(db: Kysely<Schema>, lastSeq: number): AsyncGenerator<AuditRow[]> {
  let after = Number.MIN_SAFE_INTEGER
  while (true) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', after)
      .where('seq', '<=', lastSeq)
      .orderBy('seq')
      .limit(PAGE_ROWS)
      .execute()
    yield page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE_ROWS) return
    after = last.seq
  }
}
