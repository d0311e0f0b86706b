import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Evacuations from draft to report, and who may write to which planes. */
export const evacuations: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table evacuations (
    id text not null primary key,
    version integer not null check (version >= 0),
    phase text not null,
    is_final integer not null check (is_final in (0, 1)),
    direction text not null,
    region text not null,
    created_at integer not null,
    updated_at integer not null,
    events integer not null check (events >= 0),
    document text not null
  ) strict`,
  'create index evacuations_by_created on evacuations (created_at)',
  'create index evacuations_unfinished on evacuations (id) where is_final = 0',

  `create table plane_leases (
    plane text not null primary key,
    epoch integer not null check (epoch >= 0),
    owner text,
    run_id text,
    taken_at integer not null,
    until integer not null
  ) strict`,
]
