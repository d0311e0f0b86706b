import { expect, test } from 'vitest'
import { REGIONS } from './regions.ts'
import { SERVICE_SPECS } from './services.ts'
import { instancesInZone, zonesOfService } from './zone-placement.ts'

test.each([
  [0, [0, 0, 0]],
  [1, [1, 0, 0]],
  [2, [1, 1, 0]],
  [7, [3, 2, 2]],
])('%i instances over three zones are %j', (instances, expected) => {
  expect([0, 1, 2].map((place) => instancesInZone(instances, place, 3))).toEqual(expected)
})

test('services stand in zones of their own region, some in one, some in two, most in all', () => {
  const counts = new Map<number, number>()
  for (const spec of SERVICE_SPECS) {
    for (const [region, { zones }] of REGIONS.entries()) {
      const own = zonesOfService(spec, region)
      expect(new Set(own).size).toBe(own.length)
      expect(zones).toEqual(expect.arrayContaining([...own]))
      counts.set(own.length, (counts.get(own.length) ?? 0) + 1)
    }
  }
  expect([...counts.keys()].toSorted()).toEqual([0, 1, 2, 3])
  expect(counts.get(3)).toBeGreaterThan(SERVICE_SPECS.length * 2)
})
