import { expect, test } from 'vitest'
import { COUNTRIES } from './countries.ts'
import { activityAt, createDemandModel } from './demand.ts'

const MONDAY = Date.UTC(2026, 10, 16)
const HOUR_MS = 3_600_000

/** Demand by region every quarter of an hour over a week. */
function week(model = createDemandModel()): number[][] {
  return Array.from({ length: 7 * 96 }, (_, quarter) => {
    const byRegion = new Float64Array(3)
    model.naturalDemand(MONDAY + (quarter * HOUR_MS) / 4, byRegion)
    return [...byRegion]
  })
}
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

test('sixty countries, each once', () => {
  expect(new Set(COUNTRIES.map(({ code }) => code)).size).toBe(60)
})

test('the world peaks at a million requests a second, and a week divides 41 : 31 : 28', () => {
  const quarters = week()
  expect(Math.max(...quarters.map(sum))).toBeCloseTo(1_000_000, -4)
  const total = sum(quarters.map(sum))
  const shares = [0, 1, 2].map((region) => sum(quarters.map((byRegion) => byRegion[region] ?? 0)) / total)
  expect(shares[0]).toBeCloseTo(0.41, 2)
  expect(shares[1]).toBeCloseTo(0.31, 2)
  expect(shares[2]).toBeCloseTo(0.28, 2)
})

test('Europe peaks in its own evening, hours before America', () => {
  const quarters = week().slice(0, 96)
  const peakHour = (region: number) => {
    const column = quarters.map((byRegion) => byRegion[region] ?? 0)
    return column.indexOf(Math.max(...column)) / 4
  }
  expect(peakHour(2)).toBeGreaterThan(18)
  expect(peakHour(2)).toBeLessThan(21)
  expect(peakHour(0) < 5 || peakHour(0) > 22).toBe(true)
})

test('a weekend evening is busier than a Tuesday evening, and every evening busier than its dawn', () => {
  const evening = 20.5 * HOUR_MS
  const dawn = 5 * HOUR_MS
  for (let day = 0; day < 7; day += 1) {
    const start = MONDAY + day * 24 * HOUR_MS
    expect(activityAt(start + evening)).toBeGreaterThan(2.5 * activityAt(start + dawn))
  }
  expect(activityAt(MONDAY + 5 * 24 * HOUR_MS + evening)).toBeGreaterThan(activityAt(MONDAY + 24 * HOUR_MS + evening))
})

test('a factor on one country moves its region and can be taken back', () => {
  const model = createDemandModel()
  const plain = week(model)[0] ?? []
  model.setFactor(3, ['gb'])
  const lifted = week(model)[0] ?? []
  expect(lifted[2]).toBeGreaterThan((plain[2] ?? 0) * 1.1)
  model.setFactor(1)
  expect(week(model)[0]).toEqual(plain)
})
