import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Plans that stand ready, one for each region and each way it fails. */
export const standingPlans: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table standing_plans (
    region text not null,
    failure text not null,
    version integer not null check (version >= 0),
    updated_at integer not null,
    document text not null,
    primary key (region, failure)
  ) strict`,
]
