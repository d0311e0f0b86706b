import type { SegmentId } from '#contract/evacuation/plane.ts'
import type { RegionId } from '#contract/ids.ts'
import type { Position, Situation } from './situation.ts'

const EARTH_RADIUS_KM = 6_371
/** Light in fibre, both ways, along cables that are half as long again as the great circle. */
const MS_PER_KM = (2 / 200) * 1.5
const LAST_MILES_MS = 2

/**
 * How far each savior is from those who would move there, ms: entered or measured; else from the segment's users, else
 * from the region they leave; NaN where no position is known.
 */
export function createRoundTrips(situation: Situation, victim: RegionId) {
  const entered = new Map(situation.roundTrips.map(({ from, to, ms }) => [`${from} ${to}`, ms]))
  const positions = new Map(situation.regions.map(({ region, position }) => [region, position]))
  return function roundTripMs(segment: SegmentId, to: RegionId): number {
    const known = entered.get(`${segment} ${to}`) ?? entered.get(`${victim} ${to}`)
    if (known !== undefined) return known
    const from = situation.segmentPositions[segment] ?? positions.get(victim) ?? null
    const there = positions.get(to) ?? null
    return from === null || there === null ? NaN : LAST_MILES_MS + distanceKm(from, there) * MS_PER_KM
  }
}

export function distanceKm(one: Position, other: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const north = Math.sin(radians(other.latitude - one.latitude) / 2)
  const east = Math.sin(radians(other.longitude - one.longitude) / 2)
  const half = north ** 2 + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * east ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)))
}
