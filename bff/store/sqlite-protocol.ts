/** What the main thread and the SQLite worker say to each other. */

export type SqlValue = string | number | null | Uint8Array

/** Handed over when the worker starts. */
export interface WorkerStart {
  directory: string
  /** Upper bound of the database file; the engine itself refuses to grow beyond it. */
  maxBytes: number
}

export type WorkerRequest =
  | { id: number; kind: 'open' }
  | { id: number; kind: 'execute'; sql: string; parameters: readonly unknown[] }
  | ({ id: number; kind: 'thin-frames' } & ThinFrames)
  | { id: number; kind: 'close' }

/** Of chunks that ended before `before` (UTC ms) one frame each `stepMs` is kept. */
export interface ThinFrames {
  before: number
  /** Chunks that began earlier have been looked at already. */
  after: number
  stepMs: number
}

export interface ExecuteResult {
  rows: unknown[]
  changes: number
}

export type WorkerReply =
  | { id: number; kind: 'done'; result: ExecuteResult }
  | { id: number; kind: 'failed'; failure: WorkerFailure }

export interface WorkerFailure {
  /** SQLite's extended code such as `SQLITE_FULL`, or one of ours in lower case. */
  code: string
  message: string
}

export const DATABASE_FILE = 'spillway.db'
/** Kept exclusively locked by the owner; the kernel lets go of it however the owner ends. */
export const LOCK_FILE = 'owner.lock'
/** Says who holds the lock, for the sentence only. */
export const OWNER_FILE = 'owner.json'
/** Marks our files in their header: "SPWY". */
export const APPLICATION_ID = 0x53505759
export const OLDEST_SQLITE = '3.51.3'
