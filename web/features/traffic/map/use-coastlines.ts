import { useEffect, useState } from 'react'
import type { Engine } from '#web/engine/engine.ts'

export type CoastlinesState = 'off' | 'loading' | 'shown' | 'failed'

/** Coastlines behind the world while they are asked for; fetched the first time. */
export function useCoastlines(engine: Engine | null, wanted: boolean): CoastlinesState {
  const [arrived, setArrived] = useState<'loading' | 'shown' | 'failed'>('loading')
  useEffect(() => {
    if (engine === null) return
    if (!wanted) {
      engine.setBackdrop(null)
      return
    }
    let current = true
    const load = async (): Promise<void> => {
      const segments = await coastlines()
      if (!current) return
      engine.setBackdrop(segments)
      setArrived('shown')
    }
    load().catch(() => current && setArrived('failed'))
    return () => {
      current = false
    }
  }, [engine, wanted])
  return wanted ? arrived : 'off'
}

let fetched: Float32Array | null = null

async function coastlines(): Promise<Float32Array> {
  if (fetched === null) {
    const { readCoastlines } = await import('#web/engine/backdrop/coastlines.ts')
    fetched = readCoastlines()
  }
  return fetched
}
