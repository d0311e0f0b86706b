import { useMemo } from 'react'
import type { Fleet } from '#web/fleet/fleet.ts'
import { useFrame } from '#web/live/use-frame.ts'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'

/** Beyond this without a new frame, ages go on by the clock instead of by frames. */
const SILENT_MS = 2_500

/**
 * The fleet as it is now; a new object with every frame, and not oftener: thousands of rows are read anew for each. When
 * frames stop coming, the clock goes on making what is shown older.
 */
export function useServicesFleet(): Fleet | null {
  const roster = useLive((live) => live.roster)
  const freshness = useLive((live) => live.freshness)
  const health = useLive((live) => live.health)
  const frame = useFrame()
  const now = useNow()
  const isSilent = frame !== null && now - frame.worldAt > SILENT_MS
  const silentNow = isSilent ? now : null
  return useMemo(() => {
    if (roster === null || frame === null || frame.rosterEpoch !== roster.epoch) return null
    return { roster, frame, worldNow: silentNow ?? frame.worldAt, freshness, health }
  }, [roster, frame, silentNow, freshness, health])
}
