import { Failure } from '#bff/failure.ts'

/** What the engine said, with its code; a Failure where a person can do something about it. */
export class StoreError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'StoreError'
    this.code = code
  }
}

/** The Failure a person should read, or the error itself where it is a fault of ours. */
export function failureOfStore(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error
  const message = wordsOf(error.code)
  return message === null ? error : new Failure({ code: 'unavailable', message, cause: error })
}

function wordsOf(code: string): string | null {
  if (code === 'SQLITE_FULL')
    return 'The store cannot grow: its disk or its size limit is full. Free space, then try again.'
  if (code.startsWith('SQLITE_READONLY')) return 'The store cannot be written: its file or directory is read-only.'
  if (code.startsWith('SQLITE_IOERR')) return 'The disk that holds the store answers with errors.'
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'The store file is damaged.'
  if (code.startsWith('SQLITE_BUSY')) return 'The store is busy; try again.'
  if (code === 'closed') return 'The store is closed.'
  if (code === 'thread_died') return 'The store has stopped; restart Spillway.'
  return null
}
