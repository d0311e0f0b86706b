import { useMemo } from 'react'
import { compareMenuWords as words } from '#web/messages/compare-menu-en.ts'
import type { MapTelling } from '../map/map-telling.ts'
import { regionOfView, type TrafficSearch } from '../traffic-search.ts'
import type { Comparison } from './use-comparison.ts'

/** What the map tells while the difference of two moments is shown; null while it tells how things are. */
export function useTelling(comparison: Comparison, search: TrafficSearch): MapTelling | null {
  const ready = comparison.kind === 'ready' ? comparison : null
  const [code, fleets] = [ready?.code, ready?.fleets]
  return useMemo(() => {
    if (code === undefined || fleets === undefined) return null
    if (search.side === true) return code.HALF_TELLING
    const measure = search.measure ?? 'volume'
    const { withChanges, ChangeOverlay, ChangeCard, ChangeLegend } = code
    const region = regionOfView(search)
    return {
      label: region === null ? words.world : words.region(region),
      modelOf: (model) => withChanges(model, fleets, measure),
      overlay: (of) => <ChangeOverlay fleets={fleets} search={search} {...of} />,
      card: (of) => <ChangeCard fleets={fleets} {...of} />,
      legend: <ChangeLegend measure={measure} />,
    }
  }, [code, fleets, search])
}
