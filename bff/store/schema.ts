import type { Generated } from 'kysely'
import type { AccessSchema } from './access-schema.ts'

/** The tables as kysely sees them. Times are UTC ms, JSON is text, a missing value is null. */
export interface Schema extends AccessSchema {
  positions: PositionsRow
  changes: ChangeRow
  change_scopes: ChangeScopeRow
  audit: AuditRow
  audit_head: AuditHeadRow
  minutes: MinuteRow
  minute_days: MinuteDayRow
  rosters: RosterRow
  frame_chunks: FrameChunkRow
  totals_chunks: TotalsChunkRow
  idempotency: IdempotencyRow
  evacuations: EvacuationRow
  plane_leases: PlaneLeaseRow
  standing_plans: StandingPlanRow
  score_rules: ScoreRulesRow
  probe: ProbeRow
}

export interface ScoreRulesRow {
  service: string
  /** JSON of ScoreRules. */
  rules: string
  updated_at: number
  updated_by: string
}

export interface PositionsRow {
  view: string
  /** JSON of NodePosition[]. */
  nodes: string
  updated_at: number
  updated_by: string
}

export interface ChangeRow {
  id: string
  kind: string
  title: string
  started_at: number
  ended_at: number | null
  /** JSON arrays, in the sender's order. */
  regions: string
  services: string
  version: string | null
  author: string | null
  link: string | null
  origin: string
  external_id: string | null
  recorded_at: number
  recorded_by: string
}

/** The same regions and services as rows, for looking up. */
export interface ChangeScopeRow {
  change_id: string
  scope: 'region' | 'service'
  name: string
}

export interface AuditRow {
  /** 1, 2, 3 … without a hole. */
  seq: number
  at: number
  actor: string
  /** `change.record`, `positions.put` … */
  action: string
  /** What it was done to: an id or a name. */
  subject: string
  /** Canonical JSON. */
  detail: string
  request_id: string
  /** The hash of the row before; 64 zeros for the first. */
  prev_hash: string
  hash: string
}

/** One row, moved on by a trigger, so that a cut-off end is found too. */
export interface AuditHeadRow {
  id: number
  seq: number
  hash: string
}

/** Requests of one minute, of a service or (service '') of the region's entry. */
export interface MinuteRow {
  region: string
  service: string
  /** Start of the minute. */
  minute: number
  good: number
  /** Null where no source could tell. */
  degraded: number | null
  error: number
  /** Null while nothing forecasts. */
  expected: number | null
  /** How much of the minute is known, 1–60,000 ms. */
  known_ms: number
}

/** A finished day of minutes, packed. */
export interface MinuteDayRow {
  region: string
  service: string
  /** Start of the UTC day. */
  day: number
  good: number
  degraded: number | null
  error: number
  expected: number | null
  known_ms: number
  minutes: Uint8Array
}

export interface RosterRow {
  epoch: string
  version: number
  /** Deflated JSON. */
  body: Uint8Array
}

export interface FrameChunkRow {
  id: Generated<number>
  started_at: number
  ended_at: number
  roster_epoch: string
  roster_version: number
  frames: number
  bytes: number
  body: Uint8Array
}

export interface TotalsChunkRow {
  id: Generated<number>
  started_at: number
  ended_at: number
  /** JSON of history's TotalsChunk. */
  body: string
}

export interface IdempotencyRow {
  actor: string
  route: string
  key: string
  body_hash: string
  status: number
  /** JSON. */
  response: string
  created_at: number
}

/** One row, written to prove that the store can be written. */
export interface ProbeRow {
  id: number
  written_at: number
}

export interface EvacuationRow {
  id: string
  version: number
  phase: string
  is_final: 0 | 1
  direction: string
  region: string
  created_at: number
  updated_at: number
  /** How many lines its timeline has. */
  events: number
  /** JSON of the whole run. */
  document: string
}

/** The epoch outlives its owner: it never goes back. */
export interface PlaneLeaseRow {
  plane: string
  epoch: number
  owner: string | null
  run_id: string | null
  taken_at: number
  until: number
}

export interface StandingPlanRow {
  region: string
  failure: string
  version: number
  updated_at: number
  /** JSON of the whole standing plan. */
  document: string
}
