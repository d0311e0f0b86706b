import type { Kysely } from 'kysely'
import type { Schema, ScoreRulesRow } from './schema.ts'

export interface ScoreRulesTable {
  /** By service. */
  list(): Promise<ScoreRulesRow[]>
  get(service: string): Promise<ScoreRulesRow | undefined>
  put(row: ScoreRulesRow): Promise<void>
  remove(service: string): Promise<void>
}

export function scoreRulesTable(db: Kysely<Schema>): ScoreRulesTable {
  return {
    list: () => db.selectFrom('score_rules').selectAll().orderBy('service').execute(),
    get: (service) => db.selectFrom('score_rules').selectAll().where('service', '=', service).executeTakeFirst(),
    async put(row) {
      await db
        .insertInto('score_rules')
        .values(row)
        .onConflict((on) => on.column('service').doUpdateSet(row))
        .execute()
    },
    async remove(service) {
      await db.deleteFrom('score_rules').where('service', '=', service).execute()
    },
  }
}
