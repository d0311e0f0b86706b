import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import type { AuditRow } from './schema.ts'

/**
 * The audit log is a chain: each row carries SHA-256(hash of the row before, then the canonical JSON of this row), and
 * the head is kept apart. Changing, removing, adding or reordering rows breaks a link, and cutting off the end leaves
 * a head that no row has. Whoever can rewrite all rows and the head can forge; against that, a copy of the head must
 * lie elsewhere.
 */

export const FIRST_PREVIOUS_HASH = '0'.repeat(64)

export interface AuditHead {
  /** 0 while there is no row. */
  seq: number
  hash: string
}

export type AuditVerdict =
  | { intact: true; rows: number; head: AuditHead }
  /** The first row that does not fit, and why, in words. */
  | { intact: false; rows: number; seq: number; message: string }

export function hashOfAuditRow(row: Omit<AuditRow, 'hash'>): string {
  const { prev_hash, ...content } = row
  return createHash('sha256').update(prev_hash).update(canonicalJson(content)).digest('hex')
}

/** Walks the rows, given in the order of seq a page at a time. */
export async function verifyAuditChain(
  pages: AsyncIterable<readonly AuditRow[]> | Iterable<readonly AuditRow[]>,
  head: AuditHead | undefined,
): Promise<AuditVerdict> {
  let last: AuditHead = { seq: 0, hash: FIRST_PREVIOUS_HASH }
  for await (const page of pages) {
    for (const row of page) {
      const problem = problemOf(row, last)
      if (problem !== null) return { intact: false, rows: last.seq, seq: last.seq + 1, message: problem }
      last = { seq: row.seq, hash: row.hash }
    }
  }
  if (head === undefined) return broken(last, 'the record of the newest row is missing')
  if (head.seq !== last.seq) return broken(last, `the log ends at row ${last.seq}, but row ${head.seq} was written`)
  if (head.hash !== last.hash) return broken(last, `row ${last.seq} is not the one that was written last`)
  return { intact: true, rows: last.seq, head: last }
}

function broken(last: AuditHead, message: string): AuditVerdict {
  return { intact: false, rows: last.seq, seq: last.seq, message }
}

function problemOf(row: AuditRow, last: AuditHead): string | null {
  const expected = last.seq + 1
  if (row.seq !== expected) return `row ${expected} is missing; row ${row.seq} stands in its place`
  if (row.prev_hash !== last.hash) return `row ${row.seq} does not continue the row before it`
  const { hash, ...content } = row
  if (hashOfAuditRow(content) !== hash) return `row ${row.seq} was changed after it was written`
  return null
}
