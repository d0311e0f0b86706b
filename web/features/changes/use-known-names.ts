import { useMemo } from 'react'
import { useLive } from '#web/live/use-live.ts'

/** Regions and services there are now, as the stream tells; none before it does. */
export function useKnownNames(): { regions: readonly string[]; services: readonly string[] } {
  const roster = useLive((live) => live.roster)
  return useMemo(() => {
    const regions = roster?.regions.map(({ id }) => id) ?? []
    const nodes = roster?.nodes.filter(({ gone, region }) => gone !== true && regions.includes(region)) ?? []
    return { regions, services: [...new Set(nodes.map(({ service }) => service))].toSorted() }
  }, [roster])
}
