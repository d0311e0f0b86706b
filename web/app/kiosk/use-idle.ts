import { useEffect, useState } from 'react'

const IDLE_MS = 3_000

/** True while nobody has touched mouse or keys for a while: a wall display then shows no pointer. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(true)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const ending = new AbortController()
    const stir = (): void => {
      setIdle(false)
      clearTimeout(timer)
      timer = setTimeout(() => setIdle(true), IDLE_MS)
    }
    for (const touch of ['pointermove', 'pointerdown', 'keydown']) {
      addEventListener(touch, stir, { signal: ending.signal, passive: true })
    }
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [])
  return idle
}
