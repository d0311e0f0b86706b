import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngineColumns, HEALTH_CODES, type EngineGraph } from './engine-graph.ts'
import { DARK_THEME } from './engine-theme.ts'
import {
  isPartOutside,
  paintMinimap,
  minimapFrame,
  minimapScale,
  placeInMinimap,
  type MinimapPicture,
} from './minimap.ts'

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

  it('gives what is old no colour of its own', () => {
    const columns = createEngineColumns(2, 0)
    columns.nodes.health.fill(HEALTH_CODES.failing)
    columns.nodes.ageing[1] = 0.85
    const graph: EngineGraph = {
      streams: 'narrow',
      nodes: {
        count: 2,
        x: Float32Array.of(0, 90),
        y: Float32Array.of(0, 0),
        radius: Float32Array.of(8, 8),
        shape: new Uint8Array(2),
        label: ['fresh', 'old'],
      },
      edges: { count: 0, source: new Uint16Array(0), target: new Uint16Array(0), bend: new Float32Array(0) },
      rings: [],
      fitMargin: { top: 0, right: 0, bottom: 0, left: 0 },
    }
    expect(
      filledBy({ graph, columns, bounds: { left: -10, top: -10, right: 100, bottom: 10 }, theme: DARK_THEME }),
    ).toEqual([DARK_THEME.failing, DARK_THEME.muted])
  })

  it('is wanted where a part of the graph is outside the screen', () => {
    const all = { left: -500, top: -300, right: 500, bottom: 300 }
    expect(isPartOutside(all, { x: 0, y: 0, zoom: 1 }, VIEWPORT)).toBe(false)
    expect(isPartOutside(all, { x: 0, y: 0, zoom: 3 }, VIEWPORT)).toBe(true)
    expect(isPartOutside(all, { x: 900, y: 0, zoom: 1 }, VIEWPORT)).toBe(true)
  })
})

/** Tones of the points, as they are filled in turn. */
function filledBy(picture: MinimapPicture): string[] {
  const tones: string[] = []
  const context = {
    fillStyle: '',
    globalAlpha: 1,
    setTransform() {},
    clearRect() {},
    beginPath() {},
    arc() {},
    fill() {
      tones.push(this.fillStyle)
    },
  }
  paintMinimap({ context: brushOf(context), ...SIZE, dpr: 1 }, picture)
  return tones
}

/** Painting points asks for nothing else of a context. */
function brushOf(brush: object): CanvasRenderingContext2D {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- paintMinimap calls what stands above and nothing else
  return brush as CanvasRenderingContext2D
}
