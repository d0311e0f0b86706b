import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { trafficWords } from '#web/messages/traffic-en.ts'
import type { MapPicture } from '../export/map-picture.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { Filtered } from '#web/filter/filtered.ts'
import type { Engine } from '#web/engine/engine.ts'
import { rowsOfModel } from '../filter/rows-of-model.ts'
import { MapCanvas, type CanvasTrouble } from '../map-canvas.tsx'
import type { MapModel } from '../model/map-model.ts'
import { GroupFrames } from '../places/group-frames.tsx'
import { PlacesNotice } from '../places/places-notice.tsx'
import { regionOfView, serviceOfView, withGroupToggled, type TrafficSearch } from '../traffic-search.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { useShownPace } from '#web/live/use-shown.ts'
import { GlobeNote } from './globe-note.tsx'
import { useCoastlines } from './use-coastlines.ts'
import { HoverCard, type Hovered } from './hover-card.tsx'
import { Legend } from './legend.tsx'
import type { MapTelling } from './map-telling.ts'
import classes from './traffic-map.module.css'
import { Minimap } from './minimap.tsx'
import { useCameraInAddress } from './use-camera-in-address.ts'
import { useEngineMap } from './use-engine-map.ts'
import { useEngineTheme } from './use-engine-theme.ts'
import { useMapHands } from './use-map-hands.ts'
import { useMapModel } from './use-map-model.ts'
import { ServiceOverlay } from './service-overlay.tsx'
import { WorldOverlay } from './world-overlay.tsx'
import { ZoomButtons } from './zoom-buttons.tsx'

export interface TrafficMapProps {
  fleet: Fleet
  search: TrafficSearch
  /** `replace`: not a step that the back button takes back. */
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
  onTrouble: (trouble: CanvasTrouble | null) => void
  /** Told what is shown, for whoever wants to draw it elsewhere; null when nothing is. */
  onPicture?: (picture: MapPicture | null) => void
  /** Null while nothing is filtered. */
  filtered: Filtered | null
  /** Null or absent where it tells how things are. */
  telling?: MapTelling | null
  /** The engine while it lives. */
  onEngine?: (engine: Engine | null) => void
}

/** The moving picture with its numbers, its legend and what hands can do to it. */
export function TrafficMap(props: TrafficMapProps) {
  const { fleet, search, onSearch, onTrouble, filtered, onPicture, telling = null } = props
  const region = regionOfView(search)
  const service = serviceOfView(search)
  const shown = useMapModel(fleet, search)
  const { places } = shown
  const model = useMemo(() => telling?.modelOf(shown.model) ?? shown.model, [telling, shown.model])
  const theme = useEngineTheme()
  const still = useReducedMotion() ?? false
  const frame = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<Hovered | null>(null)
  const hoveredId = hovered?.id ?? null
  const pace = useShownPace()
  const pinnedAt = usePinnedAt(pace)
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
    pace,
  })
  const tellEngine = useEffectEvent((told: Engine | null) => props.onEngine?.(told))
  useEffect(() => {
    tellEngine(engine)
    return () => tellEngine(null)
  }, [engine])
  const tellPicture = useEffectEvent((picture: MapPicture | null) => onPicture?.(picture))
  useEffect(() => {
    tellPicture({ model, theme, legend })
    return () => tellPicture(null)
  }, [model, theme, legend])
  const coastlines = useCoastlines(engine, region === null && search.map === 'geographic')
  useFitAfterReset(engine, places.resetCount, model.view)
  useCameraInAddress({ engine, model, search, onSearch })

  const { open, onKeyDown } = useMapHands({ engine, frame, shown, search, onSearch, hovered, onHover: setHovered })

  return (
    <div
      ref={frame}
      className={classes.frame}
      role="application"
      tabIndex={0}
      aria-label={telling?.label ?? labelOf(model, fleet)}
      aria-description={trafficWords.map.help}
      data-hovering={hovered !== null || undefined}
      onKeyDown={onKeyDown}
    >
      <MapCanvas still={still} onEngine={onEngine} onTrouble={onTrouble} />
      {telling?.overlay?.({ model, engine, onOpen: open })}
      {telling?.overlay === undefined && region === null && (
        <WorldOverlay fleet={fleet} model={model} engine={engine} onOpen={open} />
      )}
      {telling?.overlay === undefined && service !== null && model.view === service && (
        <ServiceOverlay fleet={fleet} model={model} engine={engine} service={service} />
      )}
      {engine !== null && model.frames !== undefined && model.frames.length > 0 && (
        <GroupFrames
          engine={engine}
          frames={model.frames}
          onClose={(group) => onSearch(withGroupToggled(search, group))}
        />
      )}
      {hovered !== null &&
        (telling?.card?.({ model, hovered }) ?? <HoverCard fleet={fleet} model={model} hovered={hovered} />)}
      {coastlines !== 'off' && <GlobeNote fleet={fleet} coastlines={coastlines} />}
      {telling?.legend ?? <Legend {...legend} />}
      {engine !== null && <Minimap engine={engine} />}
      <PlacesNotice places={places} />
      <ZoomButtons engine={engine} frame={frame} onReset={shown.moveBy === null ? null : places.reset} />
    </div>
  )
}

/** All laid out anew is to be seen as a whole; nothing else that hands do moves the camera. */
function useFitAfterReset(engine: Engine | null, resetCount: number, view: string): void {
  const before = useRef({ resetCount, view })
  useEffect(() => {
    const { resetCount: count, view: seen } = before.current
    before.current = { resetCount, view }
    if (seen === view && count !== resetCount && engine?.view().moved === false) engine.fit()
  }, [engine, resetCount, view])
}

/** The past stands still, to the dot, until it is played. */
function usePinnedAt(pace: number): number | null {
  const at = useReplay((replay) => replay.at)
  return pace === 0 && at !== null ? at / 1_000 : null
}

function labelOf(model: MapModel, fleet: Fleet): string {
  const region = fleet.roster.regions.find(({ id }) => id === model.view)
  return region === undefined ? trafficWords.map.worldLabel : trafficWords.map.regionLabel(region.id)
}
