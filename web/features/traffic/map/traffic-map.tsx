import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { attachCameraControls } from '#web/engine/camera/camera-controls.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import type { Fleet } from '../facts/fleet.ts'
import type { Filtered } from '../filter/filtered.ts'
import { rowsOfModel } from '../filter/rows-of-model.ts'
import { MapCanvas, type CanvasTrouble } from '../map-canvas.tsx'
import type { MapModel, MapNode } from '../model/map-model.ts'
import { rowOf } from '../model/map-model.ts'
import { regionOfView, withSelection, withView, type TrafficSearch } from '../traffic-search.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { useShownPace } from '#web/live/use-shown.ts'
import { HoverCard, type Hovered } from './hover-card.tsx'
import { Legend } from './legend.tsx'
import classes from './traffic-map.module.css'
import { Minimap } from './minimap.tsx'
import { useCameraInAddress } from './use-camera-in-address.ts'
import { useEngineMap } from './use-engine-map.ts'
import { useEngineTheme } from './use-engine-theme.ts'
import { useMapModel } from './use-map-model.ts'
import { WorldOverlay } from './world-overlay.tsx'
import { ZoomButtons } from './zoom-buttons.tsx'

export interface TrafficMapProps {
  fleet: Fleet
  search: TrafficSearch
  /** `replace`: not a step that the back button takes back. */
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
  onTrouble: (trouble: CanvasTrouble | null) => void
  /** Null while nothing is filtered. */
  filtered: Filtered | null
}

/** The moving picture with its numbers, its legend and what hands can do to it. */
export function TrafficMap({ fleet, search, onSearch, onTrouble, filtered }: TrafficMapProps) {
  const region = regionOfView(search)
  const model = useMapModel(fleet, region)
  const theme = useEngineTheme()
  const still = useReducedMotion() ?? false
  const frame = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<Hovered | null>(null)
  const hoveredId = hovered?.id ?? null
  const pinnedAt = usePinnedAt()
  const filter = useMemo(
    () => (filtered === null ? null : rowsOfModel(model, filtered, fleet)),
    [model, filtered, fleet],
  )
  const { engine, onEngine, legend } = useEngineMap({
    model,
    fleet,
    theme,
    selectedId: search.sel,
    hoveredId,
    filter,
    pinnedAt,
  })
  useCameraInAddress({ engine, model, search, onSearch })

  const open = (node: MapNode): void => {
    if (node.kind === 'region') onSearch(withView(search, node.id))
    else onSearch(withSelection(search, node.id))
  }
  const click = useEffectEvent((x: number, y: number) => {
    const { node, edge } = engine?.pick(x, y) ?? NOTHING
    const found = model.nodes[node]
    if (found !== undefined) open(found)
    else onSearch(withSelection(search, model.edges[edge]?.id ?? null))
  })
  const hover = useEffectEvent((place: { x: number; y: number } | null) => {
    const { node, edge } = place === null ? NOTHING : (engine?.pick(place.x, place.y) ?? NOTHING)
    const id = model.nodes[node]?.id ?? model.edges[edge]?.id ?? null
    if (id === hoveredId) return
    const width = frame.current?.clientWidth ?? 0
    setHovered(id === null || place === null ? null : { id, ...place, width })
  })

  useEffect(() => {
    if (engine === null || frame.current === null) return
    return attachCameraControls(frame.current, {
      pan(dx, dy) {
        setHovered(null)
        engine.pan(dx, dy)
      },
      zoom(px, py, factor) {
        setHovered(null)
        engine.zoom(px, py, factor)
      },
      fit: engine.fit,
      hover: (place) => hover(place),
      click: ({ x, y }) => click(x, y),
    })
  }, [engine])

  return (
    <div
      ref={frame}
      className={classes.frame}
      role="application"
      tabIndex={0}
      aria-label={labelOf(model, fleet)}
      aria-description={trafficWords.map.help}
      data-hovering={hovered !== null || undefined}
      onKeyDown={(event) => {
        const node = model.nodes[rowOf(model.nodes, search.sel)]
        if (event.key === 'Enter' && event.target === frame.current && node !== undefined) open(node)
      }}
    >
      <MapCanvas still={still} onEngine={onEngine} onTrouble={onTrouble} />
      {region === null && <WorldOverlay fleet={fleet} model={model} engine={engine} onOpen={open} />}
      {hovered !== null && <HoverCard fleet={fleet} model={model} hovered={hovered} />}
      <Legend {...legend} />
      {engine !== null && <Minimap engine={engine} />}
      <ZoomButtons engine={engine} frame={frame} />
    </div>
  )
}

/** The past stands still, to the dot, until it is played. */
function usePinnedAt(): number | null {
  const pace = useShownPace()
  const at = useReplay((replay) => replay.at)
  return pace === 0 && at !== null ? at / 1_000 : null
}

const NOTHING = { node: -1, edge: -1 } as const

function labelOf(model: MapModel, fleet: Fleet): string {
  const region = fleet.roster.regions.find(({ id }) => id === model.view)
  return region === undefined ? trafficWords.map.worldLabel : trafficWords.map.regionLabel(region.id)
}
