import { parentPort, workerData } from 'node:worker_threads'
import { openSqlite, type OpenSqlite } from './open-sqlite.ts'
import { thinFrames } from './thin-frames.ts'
import type { ExecuteResult, WorkerFailure, WorkerReply, WorkerRequest, WorkerStart } from './sqlite-protocol.ts'

/**
 * The thread in which SQLite lives: the driver is synchronous, and neither an fsync nor a long read may stop the
 * streams. Requests are answered in the order they came.
 */

const start: WorkerStart = workerData
let sqlite: OpenSqlite | null = null

parentPort?.on('message', (request: WorkerRequest) => {
  const reply = answer(request)
  parentPort?.postMessage(reply)
  if (request.kind === 'close') parentPort?.close()
})

function answer(request: WorkerRequest): WorkerReply {
  try {
    return { id: request.id, kind: 'done', result: perform(request) }
  } catch (error) {
    return { id: request.id, kind: 'failed', failure: failureOf(error) }
  }
}

function perform(request: WorkerRequest): ExecuteResult {
  switch (request.kind) {
    case 'open':
      sqlite = openSqlite(start)
      return { rows: [], changes: 0 }
    case 'execute':
      if (sqlite === null) throw new Error('the database is not open')
      return sqlite.execute(request.sql, request.parameters)
    case 'thin-frames':
      if (sqlite === null) throw new Error('the database is not open')
      return { rows: [thinFrames(sqlite, request)], changes: 0 }
    case 'close':
      sqlite?.close()
      sqlite = null
      return { rows: [], changes: 0 }
  }
}

function failureOf(error: unknown): WorkerFailure {
  if (!(error instanceof Error)) return { code: 'unknown', message: String(error) }
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : 'unknown', message: error.message }
}
