import type { Kysely } from 'kysely'
import type { PositionsRow, Schema } from './schema.ts'

export interface PositionsTable {
  get(view: string): Promise<PositionsRow | undefined>
  put(row: PositionsRow): Promise<void>
}

export function positionsTable(db: Kysely<Schema>): PositionsTable {
  return {
    get: (view) => db.selectFrom('positions').selectAll().where('view', '=', view).executeTakeFirst(),
    async put(row) {
      await db
        .insertInto('positions')
        .values(row)
        .onConflict((on) => on.column('view').doUpdateSet(row))
        .execute()
    },
  }
}
