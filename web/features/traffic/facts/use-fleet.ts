import { useMemo } from 'react'
import { useLive } from '#web/live/use-live.ts'
import { useShownFrame, useShownNow, useShownRoster } from '#web/live/use-shown.ts'
import type { Fleet } from './fleet.ts'

/** The fleet of the moment shown, at most twice a second; null before the first picture. */
export function useFleet(): Fleet | null {
  const roster = useShownRoster()
  const freshness = useLive((live) => live.freshness)
  const health = useLive((live) => live.health)
  const frame = useShownFrame()
  const worldNow = useShownNow()
  return useMemo(() => {
    // A frame of another epoch cannot be read with this roster; the next one will come.
    if (roster === null || frame === null || frame.rosterEpoch !== roster.epoch) return null
    return { roster, frame, worldNow, freshness, health }
  }, [roster, frame, worldNow, freshness, health])
}
