import { describe, expect, it } from 'vitest'
import { screenX, screenY, type Camera } from './camera.ts'
import { createCameraRig, type CameraRig } from './camera-rig.ts'

const VIEWPORT = { width: 1_200, height: 800 }
const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }
const WORLD = { left: -500, top: -350, right: 500, bottom: 350 }
const REGION = { left: 0, top: -600, right: 1_500, bottom: 600 }
const GATE = { x: 330, y: -150, radius: 76 }
const FRAME_SECONDS = 1 / 120

function rigAt(bounds: typeof WORLD): CameraRig {
  const rig = createCameraRig()
  rig.resize(VIEWPORT.width, VIEWPORT.height, null, null)
  rig.arrive('at-once', bounds, NO_MARGIN)
  rig.advance(0)
  return rig
}

function leaving(rig: CameraRig): Camera[] {
  const way: Camera[] = []
  for (let frame = 0; frame < 600 && !rig.hasLeft; frame++) {
    rig.advance(FRAME_SECONDS)
    way.push({ ...rig.camera })
  }
  return way
}

describe('the way from one level to another', () => {
  it('goes in through the node: it comes to the middle, grows, and the new picture begins in its circle', () => {
    const rig = rigAt(WORLD)
    rig.leave(WORLD, GATE)
    const way = leaving(rig)
    expect(way.every((camera, index) => index === 0 || camera.zoom >= (way[index - 1]?.zoom ?? 0))).toBe(true)
    const radiusPx = GATE.radius * rig.camera.zoom
    expect(screenX(rig.camera, GATE.x, VIEWPORT)).toBeCloseTo(600, 3)
    expect(screenY(rig.camera, GATE.y, VIEWPORT)).toBeCloseTo(400, 3)

    rig.arrive('going-in', REGION, NO_MARGIN)
    const halfPx = (Math.hypot(1_500, 1_200) / 2) * rig.camera.zoom
    expect(halfPx).toBeCloseTo(radiusPx, 3)
    expect(screenX(rig.camera, 750, VIEWPORT)).toBeCloseTo(600, 3)
    expect(rig.reveal).toBeGreaterThan(0)
  })

  it('goes out as it went in, backwards', () => {
    const rig = rigAt(REGION)
    rig.leave(REGION, null)
    const way = leaving(rig)
    expect(way.every((camera, index) => index === 0 || camera.zoom <= (way[index - 1]?.zoom ?? 0))).toBe(true)
    const halfPx = (Math.hypot(1_500, 1_200) / 2) * rig.camera.zoom
    rig.arrive('going-out', WORLD, NO_MARGIN, GATE)
    expect(GATE.radius * rig.camera.zoom).toBeCloseTo(halfPx, 3)
    expect(screenX(rig.camera, GATE.x, VIEWPORT)).toBeCloseTo(600, 3)
    for (let frame = 0; frame < 120; frame++) rig.advance(FRAME_SECONDS)
    expect(rig.camera).toEqual(rigAt(WORLD).camera)
    expect(rig.reveal).toBe(1)
  })

  it('shows the place a link asks for, and keeps it when the window changes', () => {
    const rig = rigAt(WORLD)
    rig.look({ x: 10, y: 20, zoom: 2 }, 'at-once')
    rig.advance(0)
    expect(rig.camera).toEqual({ x: 10, y: 20, zoom: 2 })
    rig.resize(700, 500, WORLD, NO_MARGIN)
    rig.advance(0)
    expect(rig.camera).toEqual({ x: 10, y: 20, zoom: 2 })
    rig.fit(WORLD, NO_MARGIN)
    expect(rig.moved).toBe(false)
  })
})
