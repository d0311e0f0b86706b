import { useEffect, useEffectEvent, useRef } from 'react'
import type { Engine } from '#web/engine/engine.ts'
import type { MapModel } from '../model/map-model.ts'
import { cameraOf, withCamera, type CameraPlace, type TrafficSearch } from '../traffic-search.ts'

export interface CameraInAddressInput {
  engine: Engine | null
  model: MapModel
  search: TrafficSearch
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
}

/** A hand at rest: the address changes after a movement, not during it. */
const REST_MS = 350

/**
 * The camera stands in the address while a person has moved it, so that a reload or a link shows the same cut-out.
 * Another place in the address (back, forward, a link) moves the camera; the camera's own words coming back do not.
 */
export function useCameraInAddress({ engine, model, search, onSearch }: CameraInAddressInput): void {
  const { x, y, z } = search
  /** What the address said last, or was told to say: only another place moves the camera. */
  const known = useRef<{ engine: Engine | null; key: string; place: CameraPlace | null } | null>(null)

  useEffect(() => {
    if (engine === null) return
    const place = cameraOf({ x, y, z })
    const before = known.current
    const isNewPicture = before === null || before.engine !== engine || before.key !== model.view
    known.current = { engine, key: model.view, place }
    if (place !== null && (isNewPicture || !isSame(place, before.place))) {
      engine.look({ x: place.x, y: place.y, zoom: place.z }, isNewPicture ? 'at-once' : 'fly')
    } else if (place === null && !isNewPicture && before.place !== null) {
      engine.fit()
    }
  }, [engine, model, x, y, z])

  const write = useEffectEvent(() => {
    const view = engine?.view()
    if (view === undefined || known.current === null) return
    const place = view.moved ? rounded(view.camera.x, view.camera.y, view.camera.zoom) : null
    if (isSame(place, known.current.place)) return
    known.current.place = place
    onSearch(withCamera(search, place), { replace: true })
  })
  const { view } = model
  useEffect(() => {
    if (engine === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => (engine.view().flying ? later() : write()), REST_MS)
    }
    const unwatch = engine.watch({ camera: later })
    return () => {
      clearTimeout(timer)
      unwatch()
    }
  }, [engine, view])
}

function rounded(x: number, y: number, zoom: number): CameraPlace {
  return { x: Math.round(x), y: Math.round(y), z: Number(zoom.toPrecision(3)) }
}

function isSame(one: CameraPlace | null, other: CameraPlace | null): boolean {
  if (one === null || other === null) return one === other
  return one.x === other.x && one.y === other.y && one.z === other.z
}
