import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who people are, what they hold, and by what they prove it. */
export const access: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table people (
    id text not null primary key,
    origin text not null,
    subject text not null,
    name text not null,
    login text not null,
    roles text not null,
    withheld text not null,
    configured integer not null check (configured in (0, 1)),
    blocked_at integer,
    created_at integer not null,
    last_seen_at integer,
    unique (origin, subject)
  ) strict`,
  'create index people_by_login on people (login)',

  `create table sessions (
    id text not null primary key,
    secret_hash text not null unique,
    previous_hash text,
    previous_until integer,
    person_id text not null references people (id),
    way text not null,
    started_at integer not null,
    seen_at integer not null,
    step_up_at integer,
    rotation_due integer not null check (rotation_due in (0, 1))
  ) strict`,
  'create index sessions_by_previous on sessions (previous_hash) where previous_hash is not null',
  'create index sessions_by_person on sessions (person_id)',

  `create table sign_in_links (
    secret_hash text not null primary key,
    person_id text not null references people (id),
    ends_at integer not null
  ) strict`,

  `create table one_time_codes (
    person_id text not null primary key references people (id),
    sealed_secret text not null,
    confirmed_at integer,
    last_step integer not null,
    failures integer not null,
    locked_until integer not null
  ) strict`,

  `create table tokens (
    id text not null primary key,
    name text not null,
    secret_hash text not null unique,
    roles text not null,
    made_by text not null,
    made_at integer not null,
    ends_at integer not null,
    last_used_at integer,
    revoked_at integer
  ) strict`,
]
