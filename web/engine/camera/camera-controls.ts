/** What hands do to the map, told in CSS px from the element's upper left corner. */
export interface CameraGestures {
  pan(dx: number, dy: number): void
  zoom(px: number, py: number, factor: number): void
  fit(): void
  /** The pointer rests here; null when it has left. */
  hover(place: { x: number; y: number } | null): void
  click(place: { x: number; y: number }): void
  /** A press begins here: true where it takes hold of something that is carried instead of the map. */
  grab?(place: { x: number; y: number }): boolean
  /** What is held goes where the finger is. */
  carry?(place: { x: number; y: number }): void
  /** It is let go; `carried` is false where it was only clicked, or the press was called off. */
  drop?(place: { x: number; y: number }, carried: boolean): void
}

const KEY_PAN_PX = 60
const KEY_ZOOM = 1.25
const CLICK_SLOP_PX = 5
const WHEEL_ZOOM_PER_PX = 0.0015
/** A wheel that counts lines or pages instead of pixels. */
const PX_PER_WHEEL_UNIT = [1, 16, 400] as const

/** Wheel, drag, pinch and keys on this element; the returned function takes all of it away again. */
export function attachCameraControls(element: HTMLElement, gestures: CameraGestures): () => void {
  const ending = new AbortController()
  const { signal } = ending
  listenToPointers(element, gestures, signal)
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const px = event.deltaY * (PX_PER_WHEEL_UNIT[event.deltaMode] ?? 1)
      const place = placeIn(element, event)
      gestures.zoom(place.x, place.y, Math.exp(-px * WHEEL_ZOOM_PER_PX * (event.ctrlKey ? 5 : 1)))
    },
    { passive: false, signal },
  )
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return
      if (moveByKey(event.key, element, gestures)) event.preventDefault()
    },
    { signal },
  )
  return () => ending.abort()
}

function moveByKey(key: string, element: HTMLElement, gestures: CameraGestures): boolean {
  const x = element.clientWidth / 2
  const y = element.clientHeight / 2
  if (key === '+' || key === '=') gestures.zoom(x, y, KEY_ZOOM)
  else if (key === '-') gestures.zoom(x, y, 1 / KEY_ZOOM)
  else if (key === '0') gestures.fit()
  else if (key === 'ArrowLeft') gestures.pan(KEY_PAN_PX, 0)
  else if (key === 'ArrowRight') gestures.pan(-KEY_PAN_PX, 0)
  else if (key === 'ArrowUp') gestures.pan(0, KEY_PAN_PX)
  else if (key === 'ArrowDown') gestures.pan(0, -KEY_PAN_PX)
  else return false
  return true
}

interface Finger {
  x: number
  y: number
}

function listenToPointers(element: HTMLElement, gestures: CameraGestures, signal: AbortSignal): void {
  const fingers = new Map<number, Finger>()
  let travelled = 0
  let holding = false

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || isOwnControl(event.target)) return
      if (fingers.size === 0) {
        travelled = 0
        holding = gestures.grab?.(placeIn(element, event)) === true
      }
      fingers.set(event.pointerId, placeIn(element, event))
      element.setPointerCapture(event.pointerId)
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      const place = placeIn(element, event)
      const before = fingers.get(event.pointerId)
      if (before === undefined) {
        gestures.hover(isOwnControl(event.target) ? null : place)
        return
      }
      travelled += Math.hypot(place.x - before.x, place.y - before.y)
      if (holding) {
        if (travelled > CLICK_SLOP_PX && fingers.size === 1) gestures.carry?.(place)
      } else if (fingers.size === 2) pinch(fingers, event.pointerId, place, gestures)
      else if (travelled > CLICK_SLOP_PX) gestures.pan(place.x - before.x, place.y - before.y)
      fingers.set(event.pointerId, place)
    },
    { signal },
  )
  const lift = (event: PointerEvent): void => {
    const last = fingers.size === 1 && fingers.has(event.pointerId)
    fingers.delete(event.pointerId)
    if (last && holding) {
      holding = false
      gestures.drop?.(placeIn(element, event), event.type === 'pointerup' && travelled > CLICK_SLOP_PX)
    }
    if (last && event.type === 'pointerup' && travelled <= CLICK_SLOP_PX) gestures.click(placeIn(element, event))
  }
  element.addEventListener('pointerup', lift, { signal })
  element.addEventListener('pointercancel', lift, { signal })
  element.addEventListener('pointerleave', () => gestures.hover(null), { signal })
}

/** Two fingers: what lies between them follows, and grows as they part. */
function pinch(fingers: ReadonlyMap<number, Finger>, moved: number, place: Finger, gestures: CameraGestures): void {
  const before = fingers.get(moved)
  const other = [...fingers].find(([id]) => id !== moved)?.[1]
  if (before === undefined || other === undefined) return
  const distanceBefore = Math.hypot(before.x - other.x, before.y - other.y)
  const distance = Math.hypot(place.x - other.x, place.y - other.y)
  gestures.pan((place.x - before.x) / 2, (place.y - before.y) / 2)
  if (distanceBefore > 1) gestures.zoom((place.x + other.x) / 2, (place.y + other.y) / 2, distance / distanceBefore)
}

/** Buttons and the like that lie on the map keep their own pointers. */
function isOwnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button, input, summary, [data-hands-off]') !== null
}

function placeIn(element: HTMLElement, event: MouseEvent): Finger {
  const box = element.getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top }
}
