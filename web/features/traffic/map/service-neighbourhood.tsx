import { useReducedMotion } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { Places } from '#web/engine/layout/layout-graph.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { formatRequestsPerSecond } from '#web/messages/format-numbers.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { MapCanvas, type CanvasTrouble } from '../map-canvas.tsx'
import { EMPTY_MODEL } from '../model/empty-model.ts'
import { createRegionModel } from '../model/region-model.ts'
import { regionParts } from '../model/region-parts.ts'
import { servicePartsOf, servicePlacesOf } from '../model/service-parts.ts'
import classes from './service-neighbourhood.module.css'
import { ServiceOverlay } from './service-overlay.tsx'
import { useEngineMap } from './use-engine-map.ts'
import { useEngineTheme } from './use-engine-theme.ts'

export interface ServiceNeighbourhoodProps {
  fleet: Fleet
  region: string
  service: string
}

/** A service with its callers and callees as the map draws them, for looking alone; it lives as long as it stands. */
export function ServiceNeighbourhood({ fleet, region, service }: ServiceNeighbourhoodProps) {
  const still = useReducedMotion() ?? false
  const theme = useEngineTheme()
  const [trouble, setTrouble] = useState<CanvasTrouble | null>(null)
  const id = `${region}/${service}`
  const { roster } = fleet
  const model = useMemo(() => {
    const parts = servicePartsOf(regionParts(roster, region), id)
    if (parts === null) return EMPTY_MODEL
    const made = createRegionModel({
      fleet,
      view: id,
      parts,
      places: widened(servicePlacesOf(fleet, parts, id)),
      middle: id,
    })
    return { ...made, graph: { ...made.graph, fitMargin: FIT_MARGIN } }
    // oxlint-disable-next-line react/exhaustive-deps -- the fleet of this moment only sizes the nodes
  }, [roster, region, id])
  const { engine, onEngine, legend } = useEngineMap({
    model,
    fleet,
    theme,
    selectedId: undefined,
    hoveredId: null,
    filter: null,
    pinnedAt: null,
    pace: 1,
  })
  return (
    <div className={classes.frame}>
      <MapCanvas still={still} onEngine={onEngine} onTrouble={setTrouble} />
      {model.view === id && <ServiceOverlay fleet={fleet} model={model} engine={engine} service={id} />}
      {trouble === null && legend.requestsPerDot > 0 && (
        <span className={classes.legend}>
          {servicePageWords.calls.dot(formatRequestsPerSecond(legend.requestsPerDot))}
        </span>
      )}
      {trouble !== null && <p className={classes.legend}>{servicePageWords.calls.notDrawn}</p>}
    </div>
  )
}

/** The frame is far wider than high. */
const WIDER = 2.1

function widened(places: Places): Places {
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x * WIDER, y }]))
}

const FIT_MARGIN = { top: 26, right: 84, bottom: 34, left: 84 }
