import { useEffect, useEffectEvent, type KeyboardEvent, type RefObject } from 'react'
import { attachCameraControls } from '#web/engine/camera/camera-controls.ts'
import type { Engine } from '#web/engine/engine.ts'
import { rowOf, type MapNode } from '../model/map-model.ts'
import { useCarrying } from '../places/use-carrying.ts'
import { serviceOfView, withGroupToggled, withSelection, withView, type TrafficSearch } from '../traffic-search.ts'
import type { Hovered } from './hover-card.tsx'
import type { ShownMap } from './use-map-model.ts'

export interface MapHandsInput {
  engine: Engine | null
  frame: RefObject<HTMLElement | null>
  shown: ShownMap
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
  hovered: Hovered | null
  onHover: (hovered: Hovered | null) => void
}

/** What hands do to the map: move the camera, point, choose, go in, carry nodes to other places. */
export function useMapHands(input: MapHandsInput): {
  open: (node: MapNode) => void
  onKeyDown: (event: KeyboardEvent) => void
} {
  const { engine, frame, shown, search, onSearch, hovered, onHover } = input
  const { model } = shown
  const open = (node: MapNode): void => onSearch(opened(node, search))
  const click = useEffectEvent((x: number, y: number) => {
    const { node, edge } = engine?.pick(x, y) ?? NOTHING
    const found = model.nodes[node]
    if (found !== undefined) open(found)
    else onSearch(withSelection(search, model.edges[edge]?.id ?? null))
  })
  const hover = useEffectEvent((place: { x: number; y: number } | null) => {
    const { node, edge } = place === null ? NOTHING : (engine?.pick(place.x, place.y) ?? NOTHING)
    const id = model.nodes[node]?.id ?? model.edges[edge]?.id ?? null
    if (id === (hovered?.id ?? null)) return
    const width = frame.current?.clientWidth ?? 0
    onHover(id === null || place === null ? null : { id, ...place, width })
  })
  const letGo = useEffectEvent(() => onHover(null))
  const carrying = useCarrying({ ...shown, engine, selectedId: search.sel, onGrab: () => onHover(null) })
  const grab = useEffectEvent(carrying.grab)
  const carry = useEffectEvent(carrying.carry)
  const drop = useEffectEvent(carrying.drop)

  useEffect(() => {
    if (engine === null || frame.current === null) return
    return attachCameraControls(frame.current, {
      pan(dx, dy) {
        letGo()
        engine.pan(dx, dy)
      },
      zoom(px, py, factor) {
        letGo()
        engine.zoom(px, py, factor)
      },
      fit: engine.fit,
      hover: (place) => hover(place),
      click: ({ x, y }) => click(x, y),
      grab: (place) => grab(place),
      carry: (place) => carry(place),
      drop: (place, carried) => drop(place, carried),
    })
  }, [engine, frame])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== frame.current) return
    carrying.onKeyDown(event)
    const node = model.nodes[rowOf(model.nodes, search.sel)]
    if (event.key === 'Enter' && node !== undefined) open(node)
  }
  return { open, onKeyDown }
}

/** A region is entered, a group opened; a service is chosen first, and entered when it is chosen already. */
function opened(node: MapNode, search: TrafficSearch): TrafficSearch {
  if (node.kind === 'region') return withView(search, node.id)
  if (node.kind === 'group') return withGroupToggled(search, node.group)
  const goesIn = node.kind === 'service' && node.id === search.sel && node.id !== serviceOfView(search)
  return goesIn ? withView(search, node.id) : withSelection(search, node.id)
}

const NOTHING = { node: -1, edge: -1 } as const
