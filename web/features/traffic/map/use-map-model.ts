import { useMemo, useState } from 'react'
import type { Places } from '#web/engine/layout/layout-graph.ts'
import type { Fleet } from '../facts/fleet.ts'
import type { MapModel } from '../model/map-model.ts'
import { createRegionModel } from '../model/region-model.ts'
import { createWorldModel } from '../model/world-model.ts'

/** Of the map on an ordinary screen, without its margins. The picture does not depend on the window. */
const ASPECT = 1.85

/**
 * The view's graph: made anew when the roster changes or another view is asked for, never for a new second. Places of
 * earlier pictures are kept, so that nothing moves when services are added.
 */
export function useMapModel(fleet: Fleet, region: string | null): MapModel {
  const [placesByView] = useState(() => new Map<string, Places>())
  const { roster } = fleet
  return useMemo(() => {
    if (region === null) return createWorldModel(roster)
    const previous = placesByView.get(region) ?? new Map()
    const model = createRegionModel({ fleet, region, previous, aspect: ASPECT })
    placesByView.set(region, model.places)
    return model
    // oxlint-disable-next-line react/exhaustive-deps -- the fleet of this moment only sizes the nodes; a new roster makes the model anew
  }, [roster, region, placesByView])
}
