import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { Place, Places } from '#web/engine/layout/layout-graph.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { Grouping } from '../model/group-id.ts'
import { groupNamesOf, groupParts } from '../model/group-parts.ts'
import { EMPTY_MODEL } from '../model/empty-model.ts'
import type { MapModel } from '../model/map-model.ts'
import { openedGroups } from '../model/opened-groups.ts'
import { createRegionModel } from '../model/region-model.ts'
import { layoutPartsOf, regionParts } from '../model/region-parts.ts'
import { servicePartsOf, servicePlacesOf } from '../model/service-parts.ts'
import { createWorldModel } from '../model/world-model.ts'
import { usePlaces, type ViewPlaces } from '../places/use-places.ts'
import { openGroupsOf, regionOfView, serviceOfView, type TrafficSearch } from '../traffic-search.ts'

/** Of the map on an ordinary screen, without its margins. The picture does not depend on the window. */
const ASPECT = 1.65
/** Groups are larger than services, and will be opened: they stand further apart. */
const GROUP_SPREAD = 1.7

export interface ShownMap {
  model: MapModel
  places: ViewPlaces
  /** Puts a node elsewhere, by layout units of the picture; null where nobody moves nodes. */
  moveBy: ((id: string, way: Place, how?: { goesOn: boolean }) => void) | null
  canMove: (id: string) => boolean
}

/**
 * The view's graph: made anew when the roster changes or another view is asked for, never for a new second. While
 * places are being found, the picture before stays.
 */
export function useMapModel(fleet: Fleet, search: TrafficSearch): ShownMap {
  const { roster } = fleet
  const region = regionOfView(search)
  const service = serviceOfView(search)
  const by = service === null ? (search.group ?? null) : null
  const parts = useMemo(() => (region === null ? null : regionParts(roster, region)), [roster, region])
  const grouped = useMemo(() => {
    if (parts === null || region === null || by === null) return null
    const names = groupNamesOf(parts, roster, by)
    return { region, by, parts, names, closed: groupParts({ parts, names, region, by, open: new Set() }) }
  }, [parts, roster, region, by])
  const layout = useMemo(() => {
    const base = grouped?.closed ?? parts
    return base === null || service !== null ? null : { ...layoutPartsOf(base, roster), aspect: ASPECT }
  }, [grouped, parts, roster, service])
  const places = usePlaces({ view: service === null ? placesView(region, by) : null, layout })

  const openText = search.open
  const geographic = search.map === 'geographic'
  const opened = useMemo(() => {
    if (grouped === null || places.places === null) return null
    const closed = new Map([...places.places].map(([id, at]) => [id, spread(at)]))
    const open = openGroupsOf({ open: openText })
    return openedGroups({ ...grouped, roster, closed, open, inside: places.inside })
  }, [grouped, places.places, places.inside, roster, openText])
  const settleInside = useEffectEvent((found: Places) => places.settleInside(found))
  useEffect(() => {
    if (opened !== null) settleInside(opened.inside)
  }, [opened])

  const model = useMemo((): MapModel | null => {
    if (parts === null || region === null) return createWorldModel(roster, { geographic })
    if (service !== null) {
      const around = servicePartsOf(parts, service)
      if (around === null) return null
      const stands = servicePlacesOf(fleet, around, service)
      return createRegionModel({ fleet, view: service, parts: around, places: stands, middle: service })
    }
    if (places.places === null) return null
    if (grouped === null) return createRegionModel({ fleet, view: region, parts, places: places.places })
    return opened === null ? null : createRegionModel({ fleet, view: region, ...opened })
    // oxlint-disable-next-line react/exhaustive-deps -- the fleet of this moment only sizes the nodes
  }, [parts, grouped, opened, places.places, roster, region, service, geographic])
  const shown = useLastKnown(model)

  const inside = opened?.inside
  const scale = grouped === null ? 1 : GROUP_SPREAD
  const moveBy = (id: string, way: Place, how?: { goesOn: boolean }): void => {
    const from = inside?.get(id)
    if (from !== undefined) places.moveInside(id, from, way, how)
    else places.moveBy(id, { x: way.x / scale, y: way.y / scale }, how)
  }
  return {
    model: shown,
    places,
    moveBy: layout === null || shown.view !== region ? null : moveBy,
    canMove: (id) => places.places?.has(id) === true || inside?.has(id) === true,
  }
}

/** Under which the server keeps the places. */
function placesView(region: string | null, by: Grouping | null): string | null {
  if (region === null) return null
  return by === null ? region : `${region}/group/${by}`
}

function spread({ x, y }: Place): Place {
  return { x: x * GROUP_SPREAD, y: y * GROUP_SPREAD }
}

/** The picture before stays while there is no new one; the very first is empty. */
function useLastKnown(model: MapModel | null): MapModel {
  const [last, setLast] = useState(EMPTY_MODEL)
  if (model !== null && model !== last) setLast(model)
  return model ?? last
}
