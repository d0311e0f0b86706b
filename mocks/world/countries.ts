import type { GeoPosition } from '#contract/roster.ts'

/** Where demand comes from. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string
  /** Demand on an average day against the others'; only ratios count. */
  weight: number
  /** Of most of its people, hours east of UTC. */
  utcOffsetHours: number
  position: GeoPosition
}

type Row = readonly [code: string, weight: number, utcOffsetHours: number, latitude: number, longitude: number]

const ROWS: readonly Row[] = [
  ['us', 41, -6, 39.8, -98.6],
  ['ca', 5, -5.5, 45.4, -79],
  ['mx', 4.2, -6, 19.4, -99.1],
  ['br', 6, -3, -23.5, -46.6],
  ['ar', 1.9, -3, -34.6, -58.4],
  ['cl', 1, -4, -33.4, -70.7],
  ['co', 1.2, -5, 4.7, -74.1],
  ['pe', 0.6, -5, -12, -77],
  ['ec', 0.3, -5, -0.2, -78.5],
  ['ve', 0.2, -4, 10.5, -66.9],
  ['uy', 0.2, -3, -34.9, -56.2],
  ['py', 0.1, -4, -25.3, -57.6],
  ['bo', 0.1, -4, -16.5, -68.1],
  ['cr', 0.2, -6, 9.9, -84.1],
  ['pa', 0.2, -5, 9, -79.5],
  ['gt', 0.2, -6, 14.6, -90.5],
  ['do', 0.2, -4, 18.5, -69.9],
  ['pr', 0.3, -4, 18.5, -66.1],
  ['gb', 6, 0, 51.5, -0.1],
  ['ie', 0.6, 0, 53.3, -6.3],
  ['fr', 3.2, 1, 48.9, 2.4],
  ['de', 3.6, 1, 50.1, 8.7],
  ['nl', 1.6, 1, 52.4, 4.9],
  ['be', 0.6, 1, 50.8, 4.4],
  ['lu', 0.05, 1, 49.6, 6.1],
  ['at', 0.5, 1, 48.2, 16.4],
  ['ch', 0.6, 1, 47.4, 8.5],
  ['es', 1.4, 1, 40.4, -3.7],
  ['pt', 0.4, 0, 38.7, -9.1],
  ['it', 1.2, 1, 41.9, 12.5],
  ['se', 1.2, 1, 59.3, 18.1],
  ['no', 0.9, 1, 59.9, 10.8],
  ['dk', 0.8, 1, 55.7, 12.6],
  ['fi', 0.7, 2, 60.2, 24.9],
  ['is', 0.05, 0, 64.1, -21.9],
  ['pl', 0.9, 1, 52.2, 21],
  ['cz', 0.3, 1, 50.1, 14.4],
  ['hu', 0.2, 1, 47.5, 19],
  ['ro', 0.3, 2, 44.4, 26.1],
  ['gr', 0.2, 2, 38, 23.7],
  ['tr', 0.5, 3, 41, 29],
  ['ua', 0.2, 2, 50.5, 30.5],
  ['il', 0.3, 2, 32.1, 34.8],
  ['ae', 0.3, 4, 25.2, 55.3],
  ['sa', 0.4, 3, 24.7, 46.7],
  ['eg', 0.2, 2, 30, 31.2],
  ['ma', 0.1, 1, 33.6, -7.6],
  ['ng', 0.1, 1, 6.5, 3.4],
  ['ke', 0.1, 3, -1.3, 36.8],
  ['za', 0.5, 2, -26.2, 28],
  ['in', 0.9, 5.5, 19.1, 72.9],
  ['jp', 2, 9, 35.7, 139.7],
  ['kr', 1.1, 9, 37.6, 127],
  ['tw', 0.6, 8, 25, 121.6],
  ['hk', 0.4, 8, 22.3, 114.2],
  ['sg', 0.5, 8, 1.3, 103.8],
  ['ph', 0.4, 8, 14.6, 121],
  ['th', 0.3, 7, 13.8, 100.5],
  ['au', 3, 10, -33.9, 151.2],
  ['nz', 0.7, 12, -36.8, 174.8],
]

export const COUNTRIES: readonly Country[] = ROWS.map(([code, weight, utcOffsetHours, latitude, longitude]) => ({
  code,
  weight,
  utcOffsetHours,
  position: { latitude, longitude },
}))
