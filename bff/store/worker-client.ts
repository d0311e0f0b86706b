import { Worker } from 'node:worker_threads'
import type { ExecuteResult, ThinFrames, WorkerReply, WorkerRequest, WorkerStart } from './sqlite-protocol.ts'
import { StoreError } from './store-error.ts'

export interface WorkerClient {
  open(): Promise<void>
  execute(sql: string, parameters: readonly unknown[]): Promise<ExecuteResult>
  /** Until when it is done; null where nothing is left. To be asked within nobody's transaction. */
  thinFrames(thin: ThinFrames): Promise<number | null>
  /** Checkpoints, closes the file, lets go of the lock and ends the thread. */
  close(): Promise<void>
}

interface Waiting {
  resolve(result: ExecuteResult): void
  reject(error: Error): void
}

/** Starts the SQLite thread and turns its messages into promises. */
export function startWorker(start: WorkerStart): WorkerClient {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: start, name: 'store' })
  const waiting = new Map<number, Waiting>()
  let nextId = 1
  let ended: StoreError | null = null

  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      end(new StoreError('closed', 'the store is closed'))
      resolve()
    })
  })
  worker.on('error', (error) => end(new StoreError('thread_died', String(error))))
  worker.on('message', (reply: WorkerReply) => {
    const waiter = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (reply.kind === 'done') waiter?.resolve(reply.result)
    else waiter?.reject(new StoreError(reply.failure.code, reply.failure.message))
  })

  function end(reason: StoreError): void {
    ended ??= reason
    for (const waiter of waiting.values()) waiter.reject(ended)
    waiting.clear()
  }

  function ask(request: WorkerRequest): Promise<ExecuteResult> {
    if (ended !== null) return Promise.reject(ended)
    return new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject })
      worker.postMessage(request)
    })
  }

  return {
    async open() {
      await ask({ id: nextId++, kind: 'open' })
    },
    execute: (sql, parameters) => ask({ id: nextId++, kind: 'execute', sql, parameters }),
    async thinFrames(thin) {
      const [doneBefore] = (await ask({ id: nextId++, kind: 'thin-frames', ...thin })).rows
      return typeof doneBefore === 'number' ? doneBefore : null
    },
    async close() {
      try {
        if (ended === null) await ask({ id: nextId++, kind: 'close' })
      } finally {
        await exited
      }
    },
  }
}
