import { describe, expect, it } from 'vitest'
import type { Camera } from '#web/engine/camera/camera.ts'
import { createCameraRig } from '#web/engine/camera/camera-rig.ts'
import type { EngineWatcher } from '#web/engine/engine-state.ts'
import { linkMaps, type LinkedMap } from './link-maps.ts'

const BOUNDS = { left: -220, top: -100, right: 220, bottom: 100 }
const MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }

/** A map's camera and dots as the engine keeps them, without the pictures. */
function createMap(fittingPerDot: number) {
  const rig = createCameraRig()
  const watchers = new Set<EngineWatcher>()
  let leastPerDot = 0
  rig.resize(600, 400, null, null)
  rig.arrive('at-once', BOUNDS, MARGIN)
  const map: LinkedMap = {
    view: () => ({
      camera: rig.camera,
      moved: rig.moved,
      flying: rig.isFlying,
      requestsPerDot: Math.max(fittingPerDot, leastPerDot),
    }),
    look: rig.look,
    setLeastPerDot: (least) => {
      leastPerDot = least
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
  const step = (): void => {
    for (const watcher of watchers) watcher.columns?.()
    if (rig.advance(0.016)) for (const watcher of watchers) watcher.camera?.()
  }
  return { map, rig, step }
}

function twoMaps() {
  const [one, other] = [createMap(500), createMap(600)]
  const unlink = linkMaps(one.map, other.map)
  const frames = (count: number): void => {
    for (let frame = 0; frame < count; frame++) {
      // Of two maps either may be drawn first.
      for (const { step } of frame % 2 === 0 ? [one, other] : [other, one]) step()
    }
  }
  const places = (): Camera[] => [one, other].map(({ rig }) => ({ ...rig.camera }))
  const fit = (): void => one.rig.fit(BOUNDS, MARGIN)
  return { first: one.rig, second: other.rig, maps: [one.map, other.map], frames, places, fit, unlink }
}

describe('two maps beside each other', () => {
  it('show the same place, whichever of them a hand moves', () => {
    const { first, second, frames, places } = twoMaps()
    first.pan(40, 10)
    frames(3)
    const [afterFirst, followed] = places()
    expect(followed).toEqual(afterFirst)
    second.zoom(300, 200, 2)
    frames(3)
    const [led, afterSecond] = places()
    expect(led).toEqual(afterSecond)
    expect(led?.zoom).toBeCloseTo((afterFirst?.zoom ?? NaN) * 2)
  })

  it('do not pull a hand back that goes on moving', () => {
    const { first, frames, places } = twoMaps()
    const [start] = places()
    for (let move = 0; move < 20; move++) {
      first.pan(-10, 0)
      frames(1)
    }
    frames(2)
    const [one, other] = places()
    expect((one?.x ?? NaN) - (start?.x ?? NaN)).toBeCloseTo(200 / (start?.zoom ?? NaN), 3)
    expect(other).toEqual(one)
  })

  it('let a dot stand for the same in both, and let go of that', () => {
    const { maps, frames, unlink } = twoMaps()
    frames(2)
    expect(maps.map((map) => map.view().requestsPerDot)).toEqual([600, 600])
    unlink()
    expect(maps.map((map) => map.view().requestsPerDot)).toEqual([500, 600])
  })

  it('come back to the fit together, and go their own ways afterwards', () => {
    const { first, second, frames, places, fit: fitAll, unlink } = twoMaps()
    const [fit] = places()
    second.pan(50, 50)
    frames(3)
    fitAll()
    frames(40)
    for (const place of places()) {
      expect(place.x).toBeCloseTo(fit?.x ?? NaN, 1)
      expect(place.zoom).toBeCloseTo(fit?.zoom ?? NaN, 2)
    }
    unlink()
    first.pan(30, 0)
    frames(3)
    const [moved, stayed] = places()
    expect(moved?.x).not.toBeCloseTo(stayed?.x ?? NaN, 1)
  })
})
