import type { Kysely } from 'kysely'
import type { RosterRow, Schema } from './schema.ts'

export interface RostersTable {
  get(epoch: string, version: number): Promise<RosterRow | undefined>
  /** Once per epoch and version; a second time changes nothing. */
  add(row: RosterRow): Promise<void>
  /** Those no chunk needs any longer. */
  deleteUnused(): Promise<number>
}

export function rostersTable(db: Kysely<Schema>): RostersTable {
  return {
    get: (epoch, version) =>
      db.selectFrom('rosters').selectAll().where('epoch', '=', epoch).where('version', '=', version).executeTakeFirst(),
    async add(row) {
      await db
        .insertInto('rosters')
        .values(row)
        .onConflict((on) => on.doNothing())
        .execute()
    },
    async deleteUnused() {
      const result = await db
        .deleteFrom('rosters')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('frame_chunks')
                .select('frame_chunks.id')
                .whereRef('frame_chunks.roster_epoch', '=', 'rosters.epoch')
                .whereRef('frame_chunks.roster_version', '=', 'rosters.version'),
            ),
          ),
        )
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
