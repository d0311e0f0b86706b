import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Once released, a migration is never edited; the next one changes what must change. */
export const firstTables: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table positions (
    view text not null primary key,
    nodes text not null,
    updated_at integer not null,
    updated_by text not null
  ) strict`,

  `create table changes (
    id text not null primary key,
    kind text not null,
    title text not null,
    started_at integer not null,
    ended_at integer,
    regions text not null,
    services text not null,
    version text,
    author text,
    link text,
    origin text not null,
    external_id text,
    recorded_at integer not null,
    recorded_by text not null
  ) strict`,
  'create unique index changes_by_external_id on changes (origin, external_id) where external_id is not null',
  'create index changes_by_start on changes (started_at)',
  `create table change_scopes (
    change_id text not null references changes (id) on delete cascade,
    scope text not null check (scope in ('region', 'service')),
    name text not null,
    primary key (change_id, scope, name)
  ) strict, without rowid`,

  `create table audit (
    seq integer not null primary key,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    request_id text not null,
    prev_hash text not null,
    hash text not null
  ) strict`,
  `create table audit_head (
    id integer not null primary key check (id = 1),
    seq integer not null,
    hash text not null
  ) strict`,
  `insert into audit_head (id, seq, hash) values (1, 0, '${'0'.repeat(64)}')`,
  `create trigger audit_no_update before update on audit
   begin select raise(abort, 'the audit log is append-only'); end`,
  `create trigger audit_no_delete before delete on audit
   begin select raise(abort, 'the audit log is append-only'); end`,
  `create trigger audit_continues before insert on audit
   when new.seq <> (select seq + 1 from audit_head) or new.prev_hash <> (select hash from audit_head)
   begin select raise(abort, 'the audit row does not continue the chain'); end`,
  `create trigger audit_moves_head after insert on audit
   begin update audit_head set seq = new.seq, hash = new.hash where id = 1; end`,

  `create table minutes (
    region text not null,
    service text not null,
    minute integer not null,
    good real not null,
    degraded real,
    error real not null,
    expected real,
    known_ms integer not null check (known_ms between 1 and 60000),
    primary key (region, service, minute)
  ) strict, without rowid`,
  `create table minute_days (
    region text not null,
    service text not null,
    day integer not null,
    good real not null,
    degraded real,
    error real not null,
    expected real,
    known_ms integer not null,
    minutes blob not null,
    primary key (region, service, day)
  ) strict`,

  `create table rosters (
    epoch text not null,
    version integer not null,
    body blob not null,
    primary key (epoch, version)
  ) strict`,
  `create table frame_chunks (
    id integer primary key,
    started_at integer not null,
    ended_at integer not null,
    roster_epoch text not null,
    roster_version integer not null,
    frames integer not null,
    bytes integer not null,
    body blob not null,
    foreign key (roster_epoch, roster_version) references rosters (epoch, version)
  ) strict`,
  'create index frame_chunks_by_time on frame_chunks (started_at, ended_at)',
  'create index frame_chunks_by_roster on frame_chunks (roster_epoch, roster_version)',
  `create table totals_chunks (
    id integer primary key,
    started_at integer not null,
    ended_at integer not null,
    body text not null
  ) strict`,
  'create index totals_chunks_by_time on totals_chunks (ended_at)',

  `create table idempotency (
    actor text not null,
    route text not null,
    key text not null,
    body_hash text not null,
    status integer not null,
    response text not null,
    created_at integer not null,
    primary key (actor, route, key)
  ) strict`,
  'create index idempotency_by_age on idempotency (created_at)',

  `create table probe (
    id integer not null primary key check (id = 1),
    written_at integer not null
  ) strict`,
]
