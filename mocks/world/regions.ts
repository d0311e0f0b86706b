import type { WorldRegion } from './world.ts'

/** Where the company runs, with the share of the world's demand each region carries over a whole week. */
export const REGIONS: readonly (WorldRegion & { weeklyShare: number })[] = [
  {
    id: 'us-east-1',
    name: 'N. Virginia',
    position: { latitude: 38.95, longitude: -77.45 },
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    weeklyShare: 0.41,
  },
  {
    id: 'us-west-2',
    name: 'Oregon',
    position: { latitude: 45.84, longitude: -119.7 },
    zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
    weeklyShare: 0.31,
  },
  {
    id: 'eu-west-1',
    name: 'Ireland',
    position: { latitude: 53.35, longitude: -6.26 },
    zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    weeklyShare: 0.28,
  },
]

export const ZONES_PER_REGION = 3

/** Share of a region's entry requests each zone receives while all three are healthy. */
export const ZONE_WEIGHTS: readonly number[] = [0.342, 0.334, 0.324]

/** Median of a one-way-and-back trip between regions, ms: `[from][to]`, in the order of REGIONS. */
export const REGION_ROUND_TRIP_MS: readonly (readonly number[])[] = [
  [0.6, 64, 76],
  [64, 0.6, 132],
  [76, 132, 0.6],
]
