import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { changesQuery } from '#web/api/changes.ts'
import { useLive } from '#web/live/use-live.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { useShownFrame, useShownNow, useShownRoster } from '#web/live/use-shown.ts'
import type { Fleet } from './fleet.ts'
import { MARKED_FOR_MS } from './node-marks.ts'

const MOST_CHANGES = 100
/** The past is asked for in steps, so that not every second of a replay asks anew. */
const STEP_MS = 300_000

/** The fleet of the moment shown, at most twice a second; null before the first picture. */
export function useFleet(): Fleet | null {
  const roster = useShownRoster()
  const freshness = useLive((live) => live.freshness)
  const health = useLive((live) => live.health)
  const frame = useShownFrame()
  const worldNow = useShownNow()
  const step = useReplay(({ at }) => (at === null ? null : Math.floor(at / STEP_MS) * STEP_MS))
  const span = step === null ? {} : { from: step - MARKED_FOR_MS, to: step + STEP_MS }
  const changes = useQuery(changesQuery({ ...span, limit: MOST_CHANGES })).data?.changes
  return useMemo(() => {
    // A frame of another epoch cannot be read with this roster; the next one will come.
    if (roster === null || frame === null || frame.rosterEpoch !== roster.epoch) return null
    return { roster, frame, worldNow, freshness, health, ...(changes === undefined ? {} : { changes }) }
  }, [roster, frame, worldNow, freshness, health, changes])
}
