import type { Kysely } from 'kysely'
import type { EvacuationRow, Schema } from './schema.ts'

export interface EvacuationsTable {
  get(id: string): Promise<EvacuationRow | undefined>
  /** Newest first, without their documents. */
  list(page: { limit: number; createdBefore?: number }): Promise<Omit<EvacuationRow, 'document'>[]>
  /** Every one in a phase that is not final, oldest first. */
  unfinished(): Promise<EvacuationRow[]>
  /** False where it exists. */
  insert(row: EvacuationRow): Promise<boolean>
  /** False where another version than `seenVersion` is stored. */
  replace(row: EvacuationRow, seenVersion: number): Promise<boolean>
}

const SUMMARY = [
  'id',
  'version',
  'phase',
  'is_final',
  'direction',
  'region',
  'created_at',
  'updated_at',
  'events',
] as const

export function evacuationsTable(db: Kysely<Schema>): EvacuationsTable {
  return {
    get: (id) => db.selectFrom('evacuations').selectAll().where('id', '=', id).executeTakeFirst(),
    list: ({ limit, createdBefore = Number.MAX_SAFE_INTEGER }) =>
      db
        .selectFrom('evacuations')
        .select(SUMMARY)
        .where('created_at', '<', createdBefore)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    unfinished: () => db.selectFrom('evacuations').selectAll().where('is_final', '=', 0).orderBy('id').execute(),
    async insert(row) {
      const result = await db
        .insertInto('evacuations')
        .values(row)
        .onConflict((on) => on.column('id').doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },
    async replace(row, seenVersion) {
      const { id, created_at: _, ...changes } = row
      const result = await db
        .updateTable('evacuations')
        .set(changes)
        .where('id', '=', id)
        .where('version', '=', seenVersion)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },
  }
}
