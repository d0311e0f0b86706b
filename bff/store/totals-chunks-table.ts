import type { Insertable, Kysely } from 'kysely'
import type { Schema, TotalsChunkRow } from './schema.ts'

export type NewTotalsChunk = Omit<Insertable<TotalsChunkRow>, 'id'>

export interface TotalsChunksTable {
  add(chunk: NewTotalsChunk): Promise<void>
  /** Bodies of those that hold something at or after this instant, in the order they were written. */
  bodiesSince(from: number): Promise<string[]>
  deleteEndedBefore(instant: number): Promise<number>
}

export function totalsChunksTable(db: Kysely<Schema>): TotalsChunksTable {
  return {
    async add(chunk) {
      await db.insertInto('totals_chunks').values(chunk).execute()
    },
    async bodiesSince(from) {
      const rows = await db
        .selectFrom('totals_chunks')
        .select('body')
        .where('ended_at', '>=', from)
        .orderBy('id')
        .execute()
      return rows.map((row) => row.body)
    },
    async deleteEndedBefore(instant) {
      const result = await db.deleteFrom('totals_chunks').where('ended_at', '<', instant).executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
