import type { Place } from './layout-graph.ts'
import { keepsPlaces, layoutRegion, type RegionLayoutInput } from './region-layout.ts'

export interface LayoutQuestion {
  input: RegionLayoutInput
}

export type LayoutAnswer = { kind: 'progress'; share: number } | { kind: 'done'; places: Map<string, Place> }

/** A layout from scratch of more services than this would be felt by the hand that moves the map. */
const MOST_AT_ONCE = 40

/** The places, where they are known in less than a frame; null where a thread has to find them. */
export function layoutAtOnce(input: RegionLayoutInput): Map<string, Place> | null {
  const isQuick = input.nodes.length <= MOST_AT_ONCE || keepsPlaces(input.nodes, input.previous ?? new Map())
  return isQuick ? layoutRegion(input) : null
}

/**
 * Lays out in a thread of its own, which ends with it. Calling off (`signal`) ends it at once; the promise is then
 * rejected with the signal's reason. Where there are no threads, the page itself works.
 */
export function layOutAside(
  input: RegionLayoutInput,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<Map<string, Place>> {
  if (typeof Worker === 'undefined') return Promise.resolve(layoutRegion(input))
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
    const end = (): void => {
      worker.terminate()
      signal.removeEventListener('abort', callOff)
    }
    const callOff = (): void => {
      end()
      reject(signal.reason)
    }
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.kind === 'progress') {
        onProgress(data.share)
        return
      }
      end()
      resolve(data.places)
    })
    worker.addEventListener('error', () => {
      // The file of the thread could not be had: a slow picture is better than none.
      end()
      resolve(layoutRegion(input))
    })
    if (signal.aborted) callOff()
    else signal.addEventListener('abort', callOff)
    worker.postMessage({ input } satisfies LayoutQuestion)
  })
}
