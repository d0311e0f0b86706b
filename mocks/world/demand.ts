import type { GeoPosition } from '#contract/roster.ts'
import { COUNTRIES } from './countries.ts'
import { REGIONS } from './regions.ts'

/**
 * How many requests a second the world asks for, and to which region geography would send them. Each country follows
 * its own local clock: little before dawn, a peak at about half past eight in the evening, a bit more on the weekend.
 * A country is split over the regions by distance (a soft minimum), with one bias a region chosen so that a whole
 * week's demand divides as REGIONS says. The scale is chosen so that the week's highest moment is WORLD_PEAK.
 */
export interface DemandModel {
  /** Requests/s of the world that belong to each region by geography at this instant, written into `byRegion`. */
  naturalDemand(instantMs: number, byRegion: Float64Array): void
  /** Multiplies the demand of some countries (all when absent) until called again with 1. */
  setFactor(factor: number, countries?: readonly string[]): void
}

export const WORLD_PEAK_REQUESTS_PER_SECOND = 1_000_000

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
/** A Monday at 00:00 UTC. */
const SOME_MONDAY = Date.UTC(2026, 0, 5)
const PEAK_LOCAL_HOUR = 20.5
/** Distance over which a nearer region is e times as attractive, km. */
const DISTANCE_SCALE_KM = 1_500
/** Monday … Sunday against the average day. */
const DAY_OF_WEEK_FACTOR: readonly number[] = [0.95, 0.94, 0.95, 0.98, 1.04, 1.08, 1.06]

export function createDemandModel(): DemandModel {
  const factors = new Float64Array(COUNTRIES.length).fill(1)

  function naturalDemand(instantMs: number, byRegion: Float64Array): void {
    addUpDemand(instantMs, byRegion, PREFERENCES, factors)
    for (let region = 0; region < byRegion.length; region += 1) byRegion[region] *= PEAK_SCALE
  }

  function setFactor(factor: number, countries?: readonly string[]): void {
    COUNTRIES.forEach(({ code }, index) => {
      if (countries === undefined || countries.includes(code)) factors[index] = factor
    })
  }

  return { naturalDemand, setFactor }
}

/** Unscaled demand by region. */
function addUpDemand(
  instantMs: number,
  byRegion: Float64Array,
  preferences: Float64Array,
  factors: Float64Array | null,
): void {
  const regions = REGIONS.length
  byRegion.fill(0)
  for (let index = 0; index < COUNTRIES.length; index += 1) {
    const country = COUNTRIES[index]
    const demand =
      country.weight *
      activityAt(instantMs + country.utcOffsetHours * HOUR_MS) *
      (factors === null ? 1 : factors[index])
    for (let region = 0; region < regions; region += 1) {
      byRegion[region] += demand * preferences[index * regions + region]
    }
  }
}

/** How busy people are at this local time: 1 at the daily peak of an average day. */
export function activityAt(localMs: number): number {
  const angle = (2 * Math.PI * ((localMs % DAY_MS) / HOUR_MS - PEAK_LOCAL_HOUR)) / 24
  const daily = 0.55 + 0.35 * Math.cos(angle) + 0.1 * Math.cos(2 * angle)
  // Factors belong to noon; between two noons they blend.
  const days = ((((localMs - SOME_MONDAY) % WEEK_MS) + WEEK_MS) % WEEK_MS) / DAY_MS - 0.5
  const before = (Math.floor(days) + 7) % 7
  const blend = days - Math.floor(days)
  const weekly = DAY_OF_WEEK_FACTOR[before] * (1 - blend) + DAY_OF_WEEK_FACTOR[(before + 1) % 7] * blend
  return daily * weekly
}

function kilometresBetween(a: GeoPosition, b: GeoPosition): number {
  const radians = Math.PI / 180
  const cosine =
    Math.sin(a.latitude * radians) * Math.sin(b.latitude * radians) +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * Math.cos((a.longitude - b.longitude) * radians)
  return 6_371 * Math.acos(Math.min(1, Math.max(-1, cosine)))
}

/** `[country * regions + region]`: which share of a country goes where. */
function preferencesWith(biases: readonly number[]): Float64Array {
  const preferences = new Float64Array(COUNTRIES.length * REGIONS.length)
  COUNTRIES.forEach(({ position }, index) => {
    const pulls = REGIONS.map(
      (region, row) => (biases[row] ?? 1) * Math.exp(-kilometresBetween(position, region.position) / DISTANCE_SCALE_KM),
    )
    const sum = pulls.reduce((total, pull) => total + pull, 0)
    pulls.forEach((pull, row) => {
      preferences[index * REGIONS.length + row] = pull / sum
    })
  })
  return preferences
}

/** Biases such that a week divides as wanted: each round corrects by how far off the last one was. */
function calibratedPreferences(): Float64Array {
  const average = COUNTRIES.map(({ weight }) => weight)
  const total = average.reduce((sum, weight) => sum + weight, 0)
  const biases = REGIONS.map(() => 1)
  for (let round = 0; round < 80; round += 1) {
    const preferences = preferencesWith(biases)
    REGIONS.forEach(({ weeklyShare }, region) => {
      const share =
        average.reduce((sum, weight, c) => sum + weight * preferences[c * REGIONS.length + region], 0) / total
      biases[region] *= weeklyShare / share
    })
  }
  return preferencesWith(biases)
}

function weeklyPeak(preferences: Float64Array): number {
  const byRegion = new Float64Array(REGIONS.length)
  let peak = 0
  for (let instant = SOME_MONDAY; instant < SOME_MONDAY + WEEK_MS; instant += HOUR_MS / 6) {
    addUpDemand(instant, byRegion, preferences, null)
    peak = Math.max(
      peak,
      byRegion.reduce((sum, demand) => sum + demand, 0),
    )
  }
  return peak
}

const PREFERENCES = calibratedPreferences()
const PEAK_SCALE = WORLD_PEAK_REQUESTS_PER_SECOND / weeklyPeak(PREFERENCES)

/** The most a region is asked for by geography in a week, requests/s; fixed-size stores are built for it. */
export const REGION_PEAK_REQUESTS_PER_SECOND: readonly number[] = regionPeaks()

function regionPeaks(): number[] {
  const byRegion = new Float64Array(REGIONS.length)
  const peaks = REGIONS.map(() => 0)
  for (let instant = SOME_MONDAY; instant < SOME_MONDAY + WEEK_MS; instant += HOUR_MS / 6) {
    addUpDemand(instant, byRegion, PREFERENCES, null)
    REGIONS.forEach((_, region) => {
      peaks[region] = Math.max(peaks[region], byRegion[region] * PEAK_SCALE)
    })
  }
  return peaks
}
