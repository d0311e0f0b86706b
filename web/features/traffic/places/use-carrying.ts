import { useRef, type KeyboardEvent } from 'react'
import { screenX, screenY } from '#web/engine/camera/camera.ts'
import type { CameraGestures } from '#web/engine/camera/camera-controls.ts'
import type { Engine } from '#web/engine/engine.ts'
import { rowOf } from '../model/map-model.ts'
import type { ShownMap } from '../map/use-map-model.ts'

export interface CarryingInput extends ShownMap {
  engine: Engine | null
  selectedId: string | undefined
  /** A hand has taken something: what was told of the pointer's place is no longer true. */
  onGrab: () => void
}

/** Layout units a press of an arrow moves a node; with Shift four times as far. */
const KEY_STEP = 12
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

interface Held {
  id: string
  /** Where it was taken, CSS px. */
  x: number
  y: number
  /** From there to the node's middle, CSS px. */
  dx: number
  dy: number
}

/** Nodes carried to other places: by pointer, or the selected one with Alt and the arrows; Ctrl-Z takes it back. */
export function useCarrying(input: CarryingInput): Required<Pick<CameraGestures, 'grab' | 'carry' | 'drop'>> & {
  onKeyDown: (event: KeyboardEvent) => void
} {
  const { engine, model, places, moveBy, canMove, selectedId } = input
  const held = useRef<Held | null>(null)

  const grab = ({ x, y }: { x: number; y: number }): boolean => {
    held.current = null
    const row = engine?.pick(x, y).node ?? -1
    const node = model.nodes[row]
    if (engine === null || moveBy === null || node === undefined || !canMove(node.id)) return false
    const { camera, width, height } = engine.view()
    const at = model.graph.nodes
    held.current = {
      id: node.id,
      x,
      y,
      dx: screenX(camera, at.x[row] ?? 0, { width, height }) - x,
      dy: screenY(camera, at.y[row] ?? 0, { width, height }) - y,
    }
    return true
  }
  const carry = ({ x, y }: { x: number; y: number }): void => {
    if (held.current === null) return
    input.onGrab()
    engine?.carry(rowOf(model.nodes, held.current.id), x + held.current.dx, y + held.current.dy)
  }
  const drop = (place: { x: number; y: number }, carried: boolean): void => {
    const what = held.current
    held.current = null
    if (what === null || engine === null || !carried) return
    const { zoom } = engine.view().camera
    moveBy?.(what.id, { x: (place.x - what.x) / zoom, y: (place.y - what.y) / zoom })
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isUndo(event) && moveBy !== null) {
      event.preventDefault()
      places.undo()
      return
    }
    const way = event.altKey && !event.ctrlKey && !event.metaKey ? ARROWS[event.key] : undefined
    const row = rowOf(model.nodes, selectedId)
    const node = model.nodes[row]
    if (way === undefined || node === undefined || moveBy === null || !canMove(node.id)) return
    // Alt with an arrow would leave the page.
    event.preventDefault()
    const step = event.shiftKey ? KEY_STEP * 4 : KEY_STEP
    moveBy(node.id, { x: way[0] * step, y: way[1] * step }, { goesOn: true })
  }
  return { grab, carry, drop, onKeyDown }
}

function isUndo(event: KeyboardEvent): boolean {
  return event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
}
