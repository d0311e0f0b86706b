import { parentPort } from 'node:worker_threads'
import { inflateRawSync } from 'node:zlib'
import { readSamples, type Samples } from './series-samples.ts'
import type { SeriesRows } from './series-rows.ts'

/** The thread in which chunks of frames are decoded for charts: half an hour of a large fleet is a second's work. */

export interface SeriesRequest {
  id: number
  bytes: Uint8Array
  isDeflated: boolean
  wanted: readonly SeriesRows[]
}

export type SeriesReply = { id: number; kind: 'read'; samples: Samples[] } | { id: number; kind: 'failed'; why: string }

parentPort?.on('message', ({ id, bytes, isDeflated, wanted }: SeriesRequest) => {
  parentPort?.postMessage(answer(id, () => readSamples(isDeflated ? inflateRawSync(bytes) : bytes, wanted)))
})

function answer(id: number, read: () => Samples[]): SeriesReply {
  try {
    return { id, kind: 'read', samples: read() }
  } catch (error) {
    return { id, kind: 'failed', why: error instanceof Error ? error.message : String(error) }
  }
}
