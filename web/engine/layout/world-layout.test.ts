import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutWorld } from './world-layout.ts'

const THREE = [
  { id: 'us-east-1', latitude: 38.95, longitude: -77.45 },
  { id: 'us-west-2', latitude: 45.84, longitude: -119.7 },
  { id: 'eu-west-1', latitude: 53.35, longitude: -6.26 },
]

describe('the layout of the world', () => {
  it('keeps west in the west and east in the east', () => {
    const { regions } = layoutWorld(THREE)
    const x = (id: string): number => regions.get(id)?.x ?? NaN
    expect(x('us-west-2')).toBeLessThan(x('us-east-1'))
    expect(x('us-east-1')).toBeLessThan(x('eu-west-1'))
  })

  it('stands regions and the CDN apart, and clear of the INTERNET, whatever their positions', () => {
    const region = fc.record({
      latitude: fc.integer({ min: -60, max: 70 }),
      longitude: fc.integer({ min: -180, max: 180 }),
    })
    fc.assert(
      fc.property(fc.array(region, { minLength: 1, maxLength: 12 }), (positions) => {
        const world = layoutWorld(positions.map((position, n) => ({ id: `r${n}`, ...position })))
        const places = [...world.regions.values()]
        expect(places).toHaveLength(positions.length)
        places.forEach((a, i) => {
          expect(Math.hypot(a.x, a.y)).toBeGreaterThan(world.regionRadius * 2.5)
          expect(Math.hypot(a.x - world.cdn.x, a.y - world.cdn.y)).toBeGreaterThan(world.regionRadius + 20)
          places.slice(i + 1).forEach((b) => {
            expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(world.regionRadius * 2)
          })
        })
      }),
    )
  })

  it('does not depend on the order of the regions', () => {
    expect(layoutWorld(THREE.toReversed()).regions).toEqual(layoutWorld(THREE).regions)
  })

  it('places regions nobody located, and none at all', () => {
    expect(layoutWorld([{ id: 'a' }, { id: 'b' }]).regions.size).toBe(2)
    expect(layoutWorld([]).regions.size).toBe(0)
  })
})
