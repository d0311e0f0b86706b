import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blendCamera, fitCamera, layoutX, layoutY, panBy, screenX, screenY, zoomAt, type Camera } from './camera.ts'
import { createCameraRig } from './camera-rig.ts'

const VIEWPORT = { width: 1_200, height: 800 }
const MARGIN = { top: 90, right: 60, bottom: 100, left: 40 }
const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }
const BOUNDS = { left: -500, top: -300, right: 700, bottom: 400 }

describe('the camera', () => {
  it('fits the graph into what the margins leave', () => {
    const camera: Camera = { x: 0, y: 0, zoom: 1 }
    fitCamera(camera, BOUNDS, VIEWPORT, MARGIN)
    expect(screenX(camera, BOUNDS.left, VIEWPORT)).toBeGreaterThanOrEqual(MARGIN.left - 1e-6)
    expect(screenX(camera, BOUNDS.right, VIEWPORT)).toBeLessThanOrEqual(VIEWPORT.width - MARGIN.right + 1e-6)
    expect(screenY(camera, BOUNDS.top, VIEWPORT)).toBeGreaterThanOrEqual(MARGIN.top - 1e-6)
    expect(screenY(camera, BOUNDS.bottom, VIEWPORT)).toBeLessThanOrEqual(VIEWPORT.height - MARGIN.bottom + 1e-6)
  })

  it('keeps what is under the pointer under the pointer', () => {
    const place = fc.record({ px: fc.integer({ min: 0, max: 1_200 }), py: fc.integer({ min: 0, max: 800 }) })
    fc.assert(
      fc.property(place, fc.double({ min: 0.5, max: 2, noNaN: true }), ({ px, py }, factor) => {
        const camera: Camera = { x: 30, y: -40, zoom: 0.9 }
        const [x, y] = [layoutX(camera, px, VIEWPORT), layoutY(camera, py, VIEWPORT)]
        zoomAt(camera, px, py, factor, VIEWPORT)
        expect(screenX(camera, x, VIEWPORT)).toBeCloseTo(px, 6)
        expect(screenY(camera, y, VIEWPORT)).toBeCloseTo(py, 6)
      }),
    )
  })

  it('pans as a hand drags paper', () => {
    const camera: Camera = { x: 0, y: 0, zoom: 2 }
    const before = screenX(camera, 10, VIEWPORT)
    panBy(camera, 50, 0)
    expect(screenX(camera, 10, VIEWPORT)).toBe(before + 50)
  })

  it('ends a flight exactly where it should', () => {
    const camera: Camera = { x: 0, y: 0, zoom: 1 }
    blendCamera(camera, { x: 1, y: 2, zoom: 0.5 }, { x: 9, y: 8, zoom: 2 }, 1)
    expect(camera).toEqual({ x: 9, y: 8, zoom: 2 })
  })
})

describe('the rig', () => {
  it('flies to a new view, and arrives at once for those who asked for less motion', () => {
    const moving = createCameraRig()
    moving.resize(1_200, 800, null, null)
    moving.arrive('going-in', BOUNDS, NO_MARGIN)
    moving.advance(0.016)
    expect(moving.reveal).toBeLessThan(1)
    for (let frame = 0; frame < 60; frame++) moving.advance(0.016)
    expect(moving.reveal).toBe(1)

    const still = createCameraRig()
    still.still = true
    still.resize(1_200, 800, null, null)
    still.arrive('going-in', BOUNDS, NO_MARGIN)
    still.advance(0)
    expect(still.reveal).toBe(1)
    expect(still.camera).toEqual(moving.camera)
  })

  it('keeps a view a person has chosen when the window changes or services are added', () => {
    const rig = createCameraRig()
    rig.resize(1_200, 800, null, null)
    rig.arrive('at-once', BOUNDS, NO_MARGIN)
    rig.zoom(100, 100, 3)
    const chosen = { ...rig.camera }
    rig.resize(900, 700, BOUNDS, NO_MARGIN)
    rig.arrive('grown', { ...BOUNDS, right: 5_000 }, NO_MARGIN)
    rig.advance(1)
    expect(rig.camera).toEqual(chosen)
  })

  it('says when nothing moves', () => {
    const rig = createCameraRig()
    rig.arrive('at-once', BOUNDS, NO_MARGIN)
    rig.advance(0.016)
    expect(rig.advance(0.016)).toBe(false)
    rig.pan(1, 0)
    expect(rig.advance(0.016)).toBe(true)
  })

  it('stays where it is when nodes only go elsewhere, however far', () => {
    const rig = createCameraRig()
    rig.resize(1_200, 800, null, null)
    rig.arrive('at-once', BOUNDS, NO_MARGIN)
    rig.advance(0)
    const before = { ...rig.camera }
    rig.arrive('rearranged', { ...BOUNDS, right: 9_000 }, NO_MARGIN)
    for (let frame = 0; frame < 60; frame++) rig.advance(1 / 60)
    expect(rig.camera).toEqual(before)
    expect(rig.isFlying).toBe(false)
  })
})
