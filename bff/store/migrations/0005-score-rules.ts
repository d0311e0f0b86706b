import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How a service's health is reckoned, where somebody said it of that service. */
export const scoreRules: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table score_rules (
    service text primary key,
    rules text not null,
    updated_at integer not null,
    updated_by text not null
  ) strict`,
]
