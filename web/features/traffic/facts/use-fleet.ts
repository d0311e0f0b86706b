import { useMemo } from 'react'
import { useFrame } from '#web/live/use-frame.ts'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import type { Fleet } from './fleet.ts'

/** The fleet of this moment, at most twice a second; null before the first picture. */
export function useFleet(): Fleet | null {
  const roster = useLive((live) => live.roster)
  const freshness = useLive((live) => live.freshness)
  const health = useLive((live) => live.health)
  const frame = useFrame()
  const worldNow = useNow()
  return useMemo(() => {
    // A frame of another epoch cannot be read with this roster; the next one will come.
    if (roster === null || frame === null || frame.rosterEpoch !== roster.epoch) return null
    return { roster, frame, worldNow, freshness, health }
  }, [roster, frame, worldNow, freshness, health])
}
