import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPartOutside, minimapFrame, minimapScale, placeInMinimap } from './minimap.ts'

const SIZE = { width: 138, height: 100 }
const VIEWPORT = { width: 1_200, height: 800 }

const bounds = fc
  .tuple(
    fc.integer({ min: -5_000, max: 5_000 }),
    fc.integer({ min: -5_000, max: 5_000 }),
    fc.integer({ min: 1, max: 9_000 }),
    fc.integer({ min: 1, max: 9_000 }),
  )
  .map(([left, top, wide, tall]) => ({ left, top, right: left + wide, bottom: top + tall }))

describe('the minimap', () => {
  it('holds every graph', () => {
    fc.assert(
      fc.property(bounds, (all) => {
        const { scale, left, top } = minimapScale(all, SIZE.width, SIZE.height)
        expect(all.left * scale + left).toBeGreaterThanOrEqual(0)
        expect(all.right * scale + left).toBeLessThanOrEqual(SIZE.width)
        expect(all.top * scale + top).toBeGreaterThanOrEqual(0)
        expect(all.bottom * scale + top).toBeLessThanOrEqual(SIZE.height)
      }),
    )
  })

  it('leads back to the place that is pressed', () => {
    fc.assert(
      fc.property(bounds, fc.integer({ min: 0, max: 138 }), fc.integer({ min: 0, max: 100 }), (all, px, py) => {
        const scale = minimapScale(all, SIZE.width, SIZE.height)
        const place = placeInMinimap(scale, px, py)
        expect(place.x * scale.scale + scale.left).toBeCloseTo(px, 6)
        expect(place.y * scale.scale + scale.top).toBeCloseTo(py, 6)
      }),
    )
  })

  it('keeps its frame inside, wherever the camera is', () => {
    const camera = fc.record({
      x: fc.integer({ min: -9_000, max: 9_000 }),
      y: fc.integer({ min: -9_000, max: 9_000 }),
      zoom: fc.double({ min: 0.05, max: 8, noNaN: true }),
    })
    fc.assert(
      fc.property(bounds, camera, (all, at) => {
        const frame = minimapFrame(minimapScale(all, SIZE.width, SIZE.height), at, VIEWPORT, SIZE)
        expect(frame.width).toBeGreaterThan(0)
        expect(frame.height).toBeGreaterThan(0)
        expect(frame.left).toBeGreaterThanOrEqual(1)
        expect(frame.top).toBeGreaterThanOrEqual(1)
      }),
    )
  })

  it('is wanted where a part of the graph is outside the screen', () => {
    const all = { left: -500, top: -300, right: 500, bottom: 300 }
    expect(isPartOutside(all, { x: 0, y: 0, zoom: 1 }, VIEWPORT)).toBe(false)
    expect(isPartOutside(all, { x: 0, y: 0, zoom: 3 }, VIEWPORT)).toBe(true)
    expect(isPartOutside(all, { x: 900, y: 0, zoom: 1 }, VIEWPORT)).toBe(true)
  })
})
