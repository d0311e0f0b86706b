import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { COASTLINE_BYTES } from './coastline-bytes.ts'
import { readCoastlines } from './coastlines.ts'
import { layoutGlobe } from './geographic-layout.ts'
import { projectGlobe } from './project-globe.ts'

describe('the coastlines', () => {
  const segments = readCoastlines()

  it('are read whole: hundreds of lines, all on the globe', () => {
    expect(segments.length / 4).toBeGreaterThan(2_000)
    const east = projectGlobe(0, 180).x
    const south = projectGlobe(-60, 0).y
    for (let at = 0; at < segments.length; at += 2) {
      expect(Math.abs(segments[at] ?? NaN)).toBeLessThanOrEqual(east)
      expect(segments[at + 1]).toBeLessThanOrEqual(south)
    }
  })

  it('lie where the coasts are: Cape Agulhas, Lisbon, Cape York', () => {
    for (const [latitude, longitude] of [
      [-34.8, 20],
      [38.7, -9.3],
      [-10.9, 142.5],
    ] as const) {
      const place = projectGlobe(latitude, longitude)
      const nearest = Math.min(
        ...Array.from({ length: segments.length / 2 }, (_, at) =>
          Math.hypot((segments[2 * at] ?? NaN) - place.x, (segments[2 * at + 1] ?? NaN) - place.y),
        ),
      )
      expect(nearest).toBeLessThan(12)
    }
  })

  it('have no line across an ocean', () => {
    for (let at = 0; at < segments.length; at += 4) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = segments.subarray(at, at + 4)
      expect(Math.hypot(x1 - x0, y1 - y0)).toBeLessThan(160)
    }
  })

  it('are small: at most 30 kB, zipped', () => {
    expect(gzipSync(COASTLINE_BYTES).length).toBeLessThanOrEqual(30_000)
  })
})

describe('the world on its coastlines', () => {
  const THREE = [
    { id: 'us-east-1', latitude: 38.95, longitude: -77.45 },
    { id: 'us-west-2', latitude: 45.84, longitude: -119.7 },
    { id: 'eu-west-1', latitude: 53.35, longitude: -6.26 },
  ]

  it('puts regions that have room exactly where they are', () => {
    const { regions, unplaced } = layoutGlobe(THREE)
    for (const { id, latitude, longitude } of THREE) expect(regions.get(id)).toEqual(projectGlobe(latitude, longitude))
    expect(unplaced).toEqual([])
  })

  it('keeps regions, the INTERNET and the CDN apart, whatever their positions', () => {
    const region = fc.record({
      latitude: fc.integer({ min: -60, max: 70 }),
      longitude: fc.integer({ min: -180, max: 180 }),
    })
    fc.assert(
      fc.property(fc.array(region, { minLength: 1, maxLength: 9 }), (positions) => {
        const world = layoutGlobe(positions.map((position, n) => ({ id: `r${n}`, ...position })))
        const places = [...world.regions.values(), world.internet, world.cdn]
        expect(world.regions.size).toBe(positions.length)
        places.forEach((one, index) => {
          for (const other of places.slice(index + 1)) {
            expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(world.regionRadius * 2)
          }
        })
      }),
      { numRuns: 40 },
    )
  })

  it('names regions without a position, and still shows them, below', () => {
    const world = layoutGlobe([...THREE, { id: 'nowhere' }])
    expect(world.unplaced).toEqual(['nowhere'])
    const lowest = Math.max(...THREE.map(({ id }) => world.regions.get(id)?.y ?? NaN))
    expect(world.regions.get('nowhere')?.y).toBeGreaterThan(lowest)
  })

  it('is the same each time, in whatever order regions come', () => {
    expect(layoutGlobe(THREE.toReversed())).toEqual(layoutGlobe(THREE))
  })
})
