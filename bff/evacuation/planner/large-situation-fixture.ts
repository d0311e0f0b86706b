import type { Weights } from '#contract/evacuation/plane.ts'
import type { ForbiddenPlacement, Situation } from './situation.ts'
import { capacity, demand, plane, situation } from './situation-fixture.ts'

/** Ten regions, 200 segments, 500 services; a tenth of the segments may not go everywhere, and room is scarce. */
export function largeSituation(): Situation {
  const regions = Array.from({ length: 10 }, (_, index) => `region-${index}`)
  const segments = Array.from({ length: 200 }, (_, index) => `segment-${index}`)
  const noise = (index: number) => Math.abs(Math.sin(index * 12.9898 + 78.233) * 43_758.5453) % 1
  const weights: Record<string, Weights> = {}
  for (const [row, segment] of segments.entries()) {
    weights[segment] = Object.fromEntries(
      regions.map((region, column) => [region, 1 + Math.floor(noise(row * 10 + column) * 100)]),
    )
  }
  const forbidden = segments.flatMap((segment, row): ForbiddenPlacement[] =>
    row % 10 === 0 ? [{ segment, regions: regions.filter((_, column) => noise(row + column) > 0.4), why: 'law' }] : [],
  )
  return situation({
    regions: regions.map((region, index) => ({
      region,
      position: { latitude: -60 + 120 * noise(index), longitude: -180 + 360 * noise(index + 50) },
      unfit: null,
    })),
    demand: segments.flatMap((segment, row) =>
      regions.map((region, column) => demand(region, 1_000 * noise(row * 17 + column), segment)),
    ),
    segmentPositions: Object.fromEntries(
      segments.map((segment, row) => [
        segment,
        { latitude: -60 + 120 * noise(row + 7), longitude: -180 + 360 * noise(row + 99) },
      ]),
    ),
    capacity: regions.flatMap((region, column) =>
      Array.from({ length: 500 }, (_, index) =>
        capacity(region, 117_000 * (1 + noise(index + column)), { service: `service-${index}` }),
      ),
    ),
    forbidden,
    planes: [plane('proxy', weights), plane('dns', weights, { granularity: { least: 0, most: 255 } })],
  })
}
