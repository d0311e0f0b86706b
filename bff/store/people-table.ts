import type { Kysely } from 'kysely'
import type { PersonRow } from './access-schema.ts'
import type { Schema } from './schema.ts'

export interface PeopleTable {
  get(id: string): Promise<PersonRow | undefined>
  /** More than one where two issuers know a person of the same login. */
  byLogin(login: string): Promise<PersonRow[]>
  /** By name. */
  list(): Promise<PersonRow[]>
  put(row: PersonRow): Promise<void>
  seen(id: string, at: number): Promise<void>
}

export function peopleTable(db: Kysely<Schema>): PeopleTable {
  return {
    get: (id) => db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst(),
    byLogin: (login) => db.selectFrom('people').selectAll().where('login', '=', login).limit(10).execute(),
    list: () => db.selectFrom('people').selectAll().orderBy('name').orderBy('id').limit(10_000).execute(),
    async put(row) {
      await db
        .insertInto('people')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute()
    },
    async seen(id, at) {
      await db.updateTable('people').set({ last_seen_at: at }).where('id', '=', id).execute()
    },
  }
}
