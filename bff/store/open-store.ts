import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Kysely } from 'kysely'
import type { Clock } from '#bff/clock.ts'
import { Failure } from '#bff/failure.ts'
import { verifyAudit } from './audit-table.ts'
import { createCheck } from './create-check.ts'
import { createScope } from './create-scope.ts'
import { migrateToLatest } from './migrate.ts'
import { describeOwner, removeOwner, writeOwner } from './owner.ts'
import type { Schema } from './schema.ts'
import { DATABASE_FILE } from './sqlite-protocol.ts'
import { failureOfStore, StoreError } from './store-error.ts'
import type { Store } from './store.ts'
import { startWorker, type WorkerClient } from './worker-client.ts'
import { createWorkerDialect } from './worker-dialect.ts'

export interface OpenStoreInput {
  /** Made with access for this user alone where it is missing. */
  directory: string
  clock: Clock
  log?: StoreLog | undefined
  /** Upper bound of the database file; 16 GiB when absent. */
  maxBytes?: number | undefined
}

export interface StoreLog {
  info(facts: object, message: string): void
  error(facts: object, message: string): void
}

const GIBIBYTE = 2 ** 30

/**
 * Opens the store of this directory, or fails with one clear sentence. A file that cannot be read is never replaced:
 * what is in it may be the only copy.
 */
export async function openStore({ directory, clock, log, maxBytes = 16 * GIBIBYTE }: OpenStoreInput): Promise<Store> {
  const home = resolve(directory)
  makeDirectory(home)
  const client = startWorker({ directory: home, maxBytes })
  const db = new Kysely<Schema>({ dialect: createWorkerDialect(client) })
  try {
    await client.open()
    writeOwner(home, clock.now())
    const applied = await migrateToLatest(db)
    if (applied.length > 0) log?.info({ migrations: applied }, 'the store was brought up to date')
    const verdict = await verifyAudit(db)
    // Said loudly, but no reason to stay down: in a crisis the console is needed more than ever.
    if (!verdict.intact) log?.error({ verdict }, `the audit log is broken: ${verdict.message}`)
  } catch (error) {
    await client.close().catch(() => {})
    throw inWords(error, home)
  }
  let closing: Promise<void> | null = null
  return {
    ...createScope(db),
    directory: home,
    check: createCheck(db, clock),
    verifyAudit: () => verifyAudit(db),
    // In turn with everybody else's transactions.
    thinFrames: (thin) => db.connection().execute(() => client.thinFrames(thin)),
    close() {
      closing ??= closeAfterLast(db, client, home)
      return closing
    },
  }
}

async function closeAfterLast(db: Kysely<Schema>, client: WorkerClient, home: string): Promise<void> {
  // Kysely gives its one connection in turn: when it is ours, everything asked for before is done.
  await db.connection().execute(async () => {
    removeOwner(home)
    await client.close()
  })
}

function makeDirectory(home: string): void {
  try {
    makeMissing(home)
  } catch (error) {
    throw new Failure({
      code: 'unavailable',
      message: `The store's directory ${home} cannot be made (${codeOf(error)}). Make it writable, or name another by SPILLWAY_STATE.`,
      cause: error,
    })
  }
}

/** Node's own recursive way never ends where a file system answers ENOENT for a parent that exists, as /proc does. */
function makeMissing(directory: string): void {
  if (existsSync(directory)) return
  const parent = dirname(directory)
  if (parent !== directory) makeMissing(parent)
  mkdirSync(directory, { mode: 0o700 })
}

/** Said on the console at start, to whoever runs this machine: so these sentences do name paths. */
function inWords(error: unknown, home: string): unknown {
  const message = sentenceOf(codeOf(error), error, home)
  return message === null ? failureOfStore(error) : new Failure({ code: 'unavailable', message, cause: error })
}

function sentenceOf(code: string, error: unknown, home: string): string | null {
  const file = join(home, DATABASE_FILE)
  const text = error instanceof Error ? error.message : String(error)
  switch (code) {
    case 'owned':
      return `The store in ${home} is in use by ${describeOwner(home)}. Stop that one first, or name another directory by SPILLWAY_STATE.`
    case 'newer_schema':
      return `The store in ${home} was written by a newer Spillway (it knows "${text}"). Start that version, or name another directory by SPILLWAY_STATE.`
    case 'foreign_file':
      return `${file} is a database of another program; it was left untouched. Name another directory by SPILLWAY_STATE.`
    case 'engine_too_old':
      return `${text}: older versions can damage files. Install the dependencies again.`
    case 'no_wal':
      return `The file system of ${home} cannot hold the store (no write-ahead logging; is it a network drive?). Name a local directory by SPILLWAY_STATE.`
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_READONLY_DIRECTORY':
    case 'SQLITE_PERM':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The store in ${home} cannot be written (${text}). Make the directory and its files writable, or name another by SPILLWAY_STATE.`
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
    case 'SQLITE_CORRUPT_VTAB':
      return `The store file ${file} is damaged (${text}); it was left untouched. Restore a backup, or move it away to begin anew.`
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return `The disk or the size limit of the store in ${home} is full. Free space, then start again.`
    default:
      return null
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Failure) return codeOf(error.cause)
  if (error instanceof StoreError) return error.code
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
