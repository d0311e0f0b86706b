import { useMemo } from 'react'
import { useFrame } from '#web/live/use-frame.ts'
import { useLive } from '#web/live/use-live.ts'

/** What enters each region now, requests/s, as the stream says; what is unknown is left out. */
export function useMeasuredRates(): ReadonlyMap<string, number> {
  const frame = useFrame()
  const roster = useLive((live) => live.roster)
  return useMemo(() => {
    const rates = new Map<string, number>()
    roster?.regions.forEach(({ id }, row) => {
      const rate = frame?.regionTotals[row]?.requestsPerSecond ?? NaN
      if (!Number.isNaN(rate)) rates.set(id, rate)
    })
    return rates
  }, [frame, roster])
}
