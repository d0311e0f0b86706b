import { createSeasonalProfile, DAILY, type SeriesProfiles, WEEKLY } from '../profile/seasonal-profile.ts'
import type { Direction, Sightings, View } from './emission.ts'
import type { Recent } from './recent.ts'
import { createShapes } from './shapes.ts'
import type { Tails } from './tails.ts'

/** The sample at hand. */
export interface Sample {
  at: number
  value: number
  /** The series' first value, from which the views measure. */
  origin: number
  /** The largest distance from the origin lately: beside it, what is tiny is nothing. */
  reach: number
}

/** One way to look at a series: learns the sample and tells how rare it is. */
export interface Look {
  look(sample: Sample, sightings: Sightings): void
  /** Of its own typed arrays; the tails are the series'. */
  byteLength: number
}

/** The tails of one series: each view has one or two of them, `first` and the next. */
export interface TailPlace {
  tails: Tails
  first: number
}

/** Sums of doubles are never quite exact; what is smaller beside the series' reach than this is nothing. */
const NEGLIGIBLE = 1e-9
const DAY_MS = 86_400_000

/** How far above and how far below, each with a tail of its own. */
function createBothWays(view: View, { tails, first }: TailPlace) {
  const clean = (away: number, reach: number) => (Math.abs(away) < NEGLIGIBLE * reach ? 0 : away)
  return {
    tell(
      sightings: Sightings,
      away: number,
      { expected, seen, reach }: { expected: number; seen: number; reach: number },
    ) {
      const above = tails.push(first, clean(away, reach))
      const below = tails.push(first + 1, -clean(away, reach))
      if (above > 0) sightings.tell({ rarity: above, view, direction: 'above', expected, seen })
      if (below > 0) sightings.tell({ rarity: below, view, direction: 'below', expected, seen })
    },
    learn(away: number, reach: number) {
      tails.push(first, clean(away, reach))
      tails.push(first + 1, -clean(away, reach))
    },
    usual: (direction: 0 | 1) => tails.usual(first + direction),
  }
}

/** Measures that are never below zero and alarm above alone. */
function createOneWay(view: View, direction: Direction, { tails, first }: TailPlace) {
  return {
    tell(sightings: Sightings, seen: number, reach: number) {
      const expected = tails.usual(first)
      const rarity = tails.push(first, seen < NEGLIGIBLE * reach ? 0 : seen)
      if (rarity > 0) sightings.tell({ rarity, view, direction, expected, seen })
    },
  }
}

/** The value itself. */
export function createLevelView(place: TailPlace): Look {
  const ways = createBothWays('level', place)
  return {
    look({ value, origin, reach }, sightings) {
      const x = value - origin
      const expected = origin + (x > 0 ? ways.usual(0) : -ways.usual(1))
      ways.tell(sightings, x, { expected, seen: value, reach })
    },
    byteLength: 0,
  }
}

export const STRETCHES_BEFORE = 10

export interface Stretch {
  view: View
  length: number
  recent: Recent
}

/** The mean of the newest `length` samples against the median of the ten stretches of that length before. */
export function createStretchView(place: TailPlace, { view, length, recent }: Stretch): Look {
  const ways = createBothWays(view, place)
  const means = new Float64Array(STRETCHES_BEFORE)
  const middle = STRETCHES_BEFORE / 2
  return {
    look({ origin, reach }, sightings) {
      if (recent.size() < length * (STRETCHES_BEFORE + 1)) return
      for (let each = 0; each < STRETCHES_BEFORE; each += 1) means[each] = recent.mean(length * (each + 1), length)
      means.sort()
      const median = ((means[middle - 1] ?? NaN) + (means[middle] ?? NaN)) / 2
      const mean = recent.mean(0, length)
      ways.tell(sightings, mean - median, { expected: origin + median, seen: origin + mean, reach })
    },
    byteLength: means.byteLength,
  }
}

/** The distance from what is usual at this time of day or of week, whichever expected better. */
export function createSeasonView(
  place: TailPlace,
  before: SeriesProfiles | null,
): Look & { profiles(): SeriesProfiles } {
  const day = createSeasonalProfile(DAILY, before?.day)
  const week = createSeasonalProfile(WEEKLY, before?.week)
  const ways = createBothWays('season', place)
  let since = NaN

  return {
    look({ at, value, reach }, sightings) {
      const byDay = day.expected(at)
      const byWeek = week.expected(at)
      const expected = Math.abs(value - byWeek) < Math.abs(value - byDay) ? byWeek : byDay
      day.learn(at, value)
      week.learn(at, value)
      if (Number.isNaN(expected)) return
      if (Number.isNaN(since)) since = at
      // The first day of distances is learnt and not judged: until then a night was not compared with nights.
      if (at - since < DAY_MS) ways.learn(value - expected, reach)
      else ways.tell(sightings, value - expected, { expected, seen: value, reach })
    },
    profiles: () => ({ day: day.state(), week: week.state() }),
    byteLength: day.byteLength + week.byteLength,
  }
}

const ROUGH_STEPS = 5

/** The mean step from sample to sample. */
export function createRoughnessView(place: TailPlace, recent: Recent): Look {
  const way = createOneWay('roughness', 'above', place)
  return {
    look({ reach }, sightings) {
      if (recent.size() <= ROUGH_STEPS) return
      let sum = 0
      for (let ago = 0; ago < ROUGH_STEPS; ago += 1) sum += Math.abs(recent.mean(ago, 1) - recent.mean(ago + 1, 1))
      way.tell(sightings, sum / ROUGH_STEPS, reach)
    },
    byteLength: 0,
  }
}

/** How new the shape of the last few samples is. */
export function createShapeView(place: TailPlace): Look & { restart(): void } {
  const shapes = createShapes()
  const way = createOneWay('shape', 'changed', place)
  return {
    look({ value, origin, reach }, sightings) {
      const distance = shapes.push(value - origin)
      if (!Number.isNaN(distance)) way.tell(sightings, distance, reach)
    },
    restart: shapes.restart,
    byteLength: shapes.byteLength,
  }
}
