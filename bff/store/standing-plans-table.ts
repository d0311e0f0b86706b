import type { Kysely } from 'kysely'
import type { Schema, StandingPlanRow } from './schema.ts'

export interface StandingPlansTable {
  get(key: Pick<StandingPlanRow, 'region' | 'failure'>): Promise<StandingPlanRow | undefined>
  /** By region, then by failure. */
  list(): Promise<StandingPlanRow[]>
  /** Written over `seenVersion`, or for the first time where that is null; false where another version is stored. */
  put(row: StandingPlanRow, seenVersion: number | null): Promise<boolean>
}

export function standingPlansTable(db: Kysely<Schema>): StandingPlansTable {
  return {
    get: ({ region, failure }) =>
      db
        .selectFrom('standing_plans')
        .selectAll()
        .where('region', '=', region)
        .where('failure', '=', failure)
        .executeTakeFirst(),
    list: () => db.selectFrom('standing_plans').selectAll().orderBy('region').orderBy('failure').execute(),
    async put(row, seenVersion) {
      if (seenVersion === null) {
        const result = await db
          .insertInto('standing_plans')
          .values(row)
          .onConflict((on) => on.columns(['region', 'failure']).doNothing())
          .executeTakeFirst()
        return result.numInsertedOrUpdatedRows === 1n
      }
      const { region, failure, ...changes } = row
      const result = await db
        .updateTable('standing_plans')
        .set(changes)
        .where('region', '=', region)
        .where('failure', '=', failure)
        .where('version', '=', seenVersion)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },
  }
}
