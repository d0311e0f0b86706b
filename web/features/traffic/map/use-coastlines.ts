import { useEffect, useState } from 'react'
import type { Engine } from '#web/engine/engine.ts'

export type CoastlinesState = 'off' | 'loading' | 'shown' | 'failed'

let fetched: Float32Array | null = null

/** Coastlines behind the world while they are asked for; fetched the first time. */
export function useCoastlines(engine: Engine | null, wanted: boolean): CoastlinesState {
  const [state, setState] = useState<CoastlinesState>('off')
  useEffect(() => {
    if (engine === null || !wanted) {
      setState('off')
      engine?.setBackdrop(null)
      return
    }
    let current = true
    setState(fetched === null ? 'loading' : 'shown')
    coastlines().then(
      (segments) => {
        if (!current) return
        engine.setBackdrop(segments)
        setState('shown')
      },
      () => {
        if (current) setState('failed')
      },
    )
    return () => {
      current = false
    }
  }, [engine, wanted])
  return state
}

async function coastlines(): Promise<Float32Array> {
  if (fetched === null) {
    const { readCoastlines } = await import('#web/engine/backdrop/coastlines.ts')
    fetched = readCoastlines()
  }
  return fetched
}
