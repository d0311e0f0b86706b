import { Worker } from 'node:worker_threads'
import type { SeriesReply, SeriesRequest } from './series-worker.ts'
import type { Samples } from './series-samples.ts'

/** The thread that decodes chunks. It begins with the first question, and holds no process back from ending. */
export interface SeriesThread {
  read(question: Omit<SeriesRequest, 'id'>): Promise<Samples[]>
  close(): Promise<void>
}

interface Waiting {
  resolve(samples: Samples[]): void
  reject(error: Error): void
}

export function createSeriesThread(): SeriesThread {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let nextId = 1
  let closed = false

  function begin(): Worker {
    const begun = new Worker(new URL('./series-worker.ts', import.meta.url), { name: 'series' })
    const end = (why: string) => {
      if (worker === begun) worker = null
      for (const waiter of waiting.values()) waiter.reject(new Error(why))
      waiting.clear()
    }
    begun.unref()
    begun.once('error', (error) => end(`the thread that reads charts has died: ${String(error)}`))
    begun.once('exit', () => end('the thread that reads charts has ended'))
    begun.on('message', (reply: SeriesReply) => {
      const waiter = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (reply.kind === 'read') waiter?.resolve(reply.samples)
      else waiter?.reject(new Error(reply.why))
    })
    return begun
  }

  return {
    read(question) {
      if (closed) return Promise.reject(new Error('the history is closed'))
      worker ??= begin()
      const id = nextId++
      const { promise, resolve, reject } = Promise.withResolvers<Samples[]>()
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, ...question } satisfies SeriesRequest)
      return promise
    },
    async close() {
      closed = true
      await worker?.terminate()
    },
  }
}
