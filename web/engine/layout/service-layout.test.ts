import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutService } from './service-layout.ts'

const names = fc.uniqueArray(
  fc.nat(200).map((n) => `s${n}`),
  { maxLength: 60 },
)

describe('a service among its callers and callees', () => {
  it('stands in the middle, callers left, callees right, everybody apart', () => {
    fc.assert(
      fc.property(names, names, (callers, callees) => {
        const places = layoutService({ id: 'me', callers, callees })
        expect(places.get('me')).toEqual({ x: 0, y: 0 })
        for (const id of callers) expect(places.get(id)?.x).toBeLessThan(0)
        for (const id of callees) if (!callers.includes(id)) expect(places.get(id)?.x).toBeGreaterThan(0)
        const all = [...places.values()]
        expect(places.size).toBe(new Set(['me', ...callers, ...callees]).size)
        for (const [index, a] of all.entries()) {
          for (const b of all.slice(index + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(60)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('puts the busiest at the height of the service, and keeps a column around its axis', () => {
    const places = layoutService({ id: 'me', callers: ['a', 'b', 'c'], callees: ['d', 'e'] })
    expect(places.get('a')?.y).toBe(0)
    expect((places.get('d')?.y ?? 0) + (places.get('e')?.y ?? 0)).toBe(0)
  })

  it('knows a service that calls itself', () => {
    expect(layoutService({ id: 'me', callers: ['me'], callees: ['me'] }).size).toBe(1)
  })
})
