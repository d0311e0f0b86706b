import type { Kysely } from 'kysely'
import type { OneTimeCodesRow, SignInLinkRow } from './access-schema.ts'
import type { Schema } from './schema.ts'

/** By what people prove who they are: one-time links and apps of one-time codes. */
export interface ProofsTable {
  addLink(row: SignInLinkRow): Promise<void>
  /** The link, which is gone by that: nobody gets it a second time. Undefined where there is none (any more). */
  takeLink(secretHash: string): Promise<SignInLinkRow | undefined>
  forgetLinksBefore(endsAt: number): Promise<void>
  codesOf(personId: string): Promise<OneTimeCodesRow | undefined>
  /** Ids of people with a confirmed app. */
  peopleWithCodes(): Promise<ReadonlySet<string>>
  putCodes(row: OneTimeCodesRow): Promise<void>
  forgetCodes(personId: string): Promise<void>
}

export function proofsTable(db: Kysely<Schema>): ProofsTable {
  return {
    async addLink(row) {
      await db.insertInto('sign_in_links').values(row).execute()
    },
    takeLink: (hash) =>
      db.deleteFrom('sign_in_links').where('secret_hash', '=', hash).returningAll().executeTakeFirst(),
    async forgetLinksBefore(endsAt) {
      await db.deleteFrom('sign_in_links').where('ends_at', '<', endsAt).execute()
    },
    codesOf: (id) => db.selectFrom('one_time_codes').selectAll().where('person_id', '=', id).executeTakeFirst(),
    async peopleWithCodes() {
      const rows = await db
        .selectFrom('one_time_codes')
        .select('person_id')
        .where('confirmed_at', 'is not', null)
        .execute()
      return new Set(rows.map((row) => row.person_id))
    },
    async putCodes(row) {
      await db
        .insertInto('one_time_codes')
        .values(row)
        .onConflict((on) => on.column('person_id').doUpdateSet(row))
        .execute()
    },
    async forgetCodes(id) {
      await db.deleteFrom('one_time_codes').where('person_id', '=', id).execute()
    },
  }
}
