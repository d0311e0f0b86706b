import type { AuditVerdict } from './audit-chain.ts'
import type { AuditTable, NewAuditEntry } from './audit-table.ts'
import type { ChangesTable } from './changes-table.ts'
import type { EvacuationsTable } from './evacuations-table.ts'
import type { FrameChunksTable } from './frame-chunks-table.ts'
import type { IdempotencyTable } from './idempotency-table.ts'
import type { MinuteDaysTable } from './minute-days-table.ts'
import type { MinutesTable } from './minutes-table.ts'
import type { PeopleTable } from './people-table.ts'
import type { PlaneLeasesTable } from './plane-leases-table.ts'
import type { PositionsTable } from './positions-table.ts'
import type { ProofsTable } from './proofs-table.ts'
import type { RostersTable } from './rosters-table.ts'
import type { AuditRow } from './schema.ts'
import type { ScoreRulesTable } from './score-rules-table.ts'
import type { SessionsTable } from './sessions-table.ts'
import type { ThinFrames } from './sqlite-protocol.ts'
import type { StandingPlansTable } from './standing-plans-table.ts'
import type { TokensTable } from './tokens-table.ts'
import type { TotalsChunksTable } from './totals-chunks-table.ts'

export interface Tables {
  readonly positions: PositionsTable
  readonly changes: ChangesTable
  readonly audit: AuditTable
  readonly minutes: MinutesTable
  readonly minuteDays: MinuteDaysTable
  readonly rosters: RostersTable
  readonly frameChunks: FrameChunksTable
  readonly totalsChunks: TotalsChunksTable
  readonly idempotency: IdempotencyTable
  readonly evacuations: EvacuationsTable
  readonly planeLeases: PlaneLeasesTable
  readonly standingPlans: StandingPlansTable
  readonly scoreRules: ScoreRulesTable
  readonly people: PeopleTable
  readonly sessions: SessionsTable
  readonly proofs: ProofsTable
  readonly tokens: TokensTable
}

/** Where verbs read and write: the store itself, or a transaction of it. */
export interface StoreScope extends Tables {
  /**
   * Everything `run` does through its argument stands or falls together; nobody else's statements come between. Within
   * a transaction it joins the one under way. Use nothing but the argument inside: the store itself waits until the
   * transaction is over.
   */
  transaction<Result>(run: (tx: TransactionScope) => Promise<Result>): Promise<Result>
}

export interface TransactionScope extends StoreScope {
  /** Writes who did what into the audit log, in this transaction. */
  appendAudit(entry: NewAuditEntry): Promise<AuditRow>
}

export interface StoreCheck {
  holds: boolean
  /** In words, for `/readyz` and the log. */
  message: string
}

export interface Store extends StoreScope {
  readonly directory: string
  /** Writes a row to find out whether the store can be written; asks the disk at most once in five seconds. */
  check(): Promise<StoreCheck>
  verifyAudit(): Promise<AuditVerdict>
  /**
   * Keeps one frame each `stepMs` of the chunks that ended before `before`, in the store's own thread; chunks that began
   * before `after` are taken as done. Ten minutes of frames a call: until when it is done now, UTC ms; null where
   * nothing is left to do.
   */
  thinFrames(thin: ThinFrames): Promise<number | null>
  /** Waits for what is under way, checkpoints and lets go of the directory. */
  close(): Promise<void>
}
