import type { Kysely } from 'kysely'
import type { IdempotencyRow, Schema } from './schema.ts'

export interface IdempotencyTable {
  get(of: { actor: string; route: string; key: string }): Promise<IdempotencyRow | undefined>
  add(row: IdempotencyRow): Promise<void>
  deleteOlderThan(createdAt: number): Promise<number>
}

export function idempotencyTable(db: Kysely<Schema>): IdempotencyTable {
  return {
    get: ({ actor, route, key }) =>
      db
        .selectFrom('idempotency')
        .selectAll()
        .where('actor', '=', actor)
        .where('route', '=', route)
        .where('key', '=', key)
        .executeTakeFirst(),
    async add(row) {
      await db.insertInto('idempotency').values(row).execute()
    },
    async deleteOlderThan(createdAt) {
      const result = await db.deleteFrom('idempotency').where('created_at', '<', createdAt).executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
