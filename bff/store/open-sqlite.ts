import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import {
  APPLICATION_ID,
  DATABASE_FILE,
  LOCK_FILE,
  OLDEST_SQLITE,
  type ExecuteResult,
  type WorkerStart,
} from './sqlite-protocol.ts'

export interface OpenSqlite {
  execute(sql: string, parameters: readonly unknown[]): ExecuteResult
  close(): void
}

const PAGE_BYTES = 4_096
const STATEMENTS_KEPT = 200

/** Opens, checks and owns the database of this directory. Throws errors with a `code`, which `open-store` words. */
export function openSqlite({ directory, maxBytes }: WorkerStart): OpenSqlite {
  const lock = takeLock(join(directory, LOCK_FILE))
  let database: Database.Database | null = null
  try {
    const file = join(directory, DATABASE_FILE)
    database = new Database(file)
    // SQLite gives its side files the same access.
    chmodSync(file, 0o600)
    prepareDatabase(database, maxBytes)
    return ownedDatabase(database, lock)
  } catch (error) {
    database?.close()
    lock.close()
    throw error
  }
}

/**
 * One process owns the directory: SQLite's exclusive lock on a file of its own, which the kernel lets go of with the
 * process. A pid in a file alone cannot be believed where two containers share a volume: both are pid 1.
 */
function takeLock(file: string): Database.Database {
  const lock = new Database(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (codeOf(error) === 'SQLITE_BUSY') throw coded('owned', 'another process owns the store', error)
    throw error
  }
}

function prepareDatabase(database: Database.Database, maxBytes: number): void {
  const version = String(database.prepare('select sqlite_version()').pluck().get())
  if (!isAtLeast(version, OLDEST_SQLITE)) {
    throw coded('engine_too_old', `SQLite ${version} is older than ${OLDEST_SQLITE}`)
  }
  const applicationId = Number(database.pragma('application_id', { simple: true }))
  const isNew = Number(database.pragma('page_count', { simple: true })) === 0
  if (!isNew && applicationId !== APPLICATION_ID) throw coded('foreign_file', 'the file is not a Spillway store')
  database.pragma('busy_timeout = 5000')
  database.pragma('foreign_keys = ON')
  // Our own triggers guard the audit log; text that claims to be schema may run nothing else.
  database.pragma('trusted_schema = OFF')
  if (isNew) database.pragma(`application_id = ${APPLICATION_ID}`)
  if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw coded('no_wal', 'the file system does not support write-ahead logging')
  }
  database.pragma('synchronous = FULL')
  database.pragma(`max_page_count = ${Math.max(16, Math.floor(maxBytes / PAGE_BYTES))}`)
  const verdict = String(database.pragma('quick_check(1)', { simple: true }))
  if (verdict !== 'ok') throw coded('SQLITE_CORRUPT', verdict.replace(/\s+/g, ' '))
}

function ownedDatabase(database: Database.Database, lock: Database.Database): OpenSqlite {
  const statements = new Map<string, Database.Statement>()

  function prepared(sql: string): Database.Statement {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const oldest = statements.keys().next()
    if (statements.size >= STATEMENTS_KEPT && oldest.done !== true) statements.delete(oldest.value)
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  return {
    execute(sql, parameters) {
      const statement = prepared(sql)
      if (statement.reader) return { rows: statement.all(...parameters), changes: 0 }
      return { rows: [], changes: statement.run(...parameters).changes }
    },
    close() {
      try {
        if (database.inTransaction) database.exec('ROLLBACK')
        database.pragma('wal_checkpoint(TRUNCATE)')
      } finally {
        database.close()
        lock.close()
      }
    },
  }
}

function isAtLeast(version: string, oldest: string): boolean {
  const [mine, least] = [version, oldest].map((text) => text.split('.').map(Number))
  for (let part = 0; part < 3; part++) {
    const difference = (mine?.[part] ?? 0) - (least?.[part] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

function coded(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
