import type { Kysely } from 'kysely'
import type { PlaneLeaseRow, Schema } from './schema.ts'

export interface PlaneLeasesTable {
  /** Those of these planes that have ever been leased. */
  of(planes: readonly string[]): Promise<PlaneLeaseRow[]>
  put(rows: readonly PlaneLeaseRow[]): Promise<void>
}

export function planeLeasesTable(db: Kysely<Schema>): PlaneLeasesTable {
  return {
    of: (planes) =>
      planes.length === 0
        ? Promise.resolve([])
        : db
            .selectFrom('plane_leases')
            .selectAll()
            .where('plane', 'in', [...planes])
            .orderBy('plane')
            .execute(),
    async put(rows) {
      for (const row of rows) {
        await db
          .insertInto('plane_leases')
          .values(row)
          .onConflict((on) => on.column('plane').doUpdateSet(row))
          .execute()
      }
    },
  }
}
