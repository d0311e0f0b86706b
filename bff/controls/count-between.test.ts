import { expect, test } from 'vitest'
import type { Arrivals } from '#bff/evacuation/control.ts'
import { countBetween } from './count-between.ts'

function arrivals(change: Partial<Arrivals>): Arrivals {
  return { instance: 'edge-1', at: 1_000, life: '4711', requests: { east: 100, west: 40 }, ...change }
}

test('within one life it is the difference', () => {
  const after = arrivals({ at: 2_000, requests: { east: 100, west: 65 } })
  expect(countBetween(arrivals({}), after)).toEqual({ requests: { east: 0, west: 25 }, whole: true })
})

test('after a reload it is what the new life counts, and not all there was', () => {
  const after = arrivals({ at: 2_000, life: '4712', requests: { east: 3, west: 9 } })
  expect(countBetween(arrivals({}), after)).toEqual({ requests: { east: 3, west: 9 }, whole: false })
})

test('a target that was not counted before is unknown, not zero', () => {
  const after = arrivals({ at: 2_000, requests: { east: 110, west: 41, north: 7 } })
  expect(countBetween(arrivals({}), after)?.requests).toEqual({ east: 10, west: 1 })
})

test.each([
  ['counters that went back in one life', { at: 2_000, requests: { east: 99, west: 40 } }],
  ['another instance', { at: 2_000, instance: 'edge-2' }],
  ['an earlier moment', { at: 999 }],
])('%s tell nothing', (_, change) => {
  expect(countBetween(arrivals({}), arrivals(change))).toBeNull()
})
