import { createSeriesDetector } from '../series/series-detector.ts'
import {
  bestNabScore,
  NAB_PROFILES,
  type NabProfile,
  type NabScore,
  nabScoreAt,
  type ScoredSeries,
} from './nab-score.ts'

/** One labelled series: UTC milliseconds and a value a row. */
export interface LabelledSeries {
  name: string
  at: ArrayLike<number>
  values: ArrayLike<number>
  /** Labelled windows as rows, both ends included, in order. */
  windows: readonly (readonly [first: number, last: number])[]
}

/** One profile's score as the benchmark reckons it: the threshold that is best on these very series is an oracle's. */
export interface ProfileScore extends NabScore {
  profile: NabProfile['name']
}

/** What a detector says of each row of a series; 0 for nothing. */
export type Detect = (series: LabelledSeries) => Float64Array

/** Our own: a row's emission, or nothing. */
export function emissionScores({ at, values }: LabelledSeries): Float64Array {
  const detector = createSeriesDetector()
  return Float64Array.from(values, (value, row) => detector.push(at[row] ?? NaN, value)?.rarity ?? 0)
}

export function detectAll(series: readonly LabelledSeries[], detect: Detect): ScoredSeries[] {
  return series.map((one) => ({ name: one.name, scores: detect(one), windows: one.windows }))
}

/** The score over all these series by profile. */
export function scoreNab(scored: readonly ScoredSeries[]): ProfileScore[] {
  return NAB_PROFILES.map((profile) => ({ profile: profile.name, ...bestNabScore(scored, profile) }))
}

/** What comes out on series that had no say in the threshold: it is taken from a random half and scored on the other. */
export function crossValidateNab(scored: readonly ScoredSeries[]): { profile: NabProfile['name']; score: number }[] {
  const halves = randomHalves(scored)
  return NAB_PROFILES.map((profile) => {
    const others = halves.map(([one, other]) => nabScoreAt(other, profile, bestNabScore(one, profile).threshold))
    return { profile: profile.name, score: others.reduce((sum, each) => sum + each, 0) / others.length }
  })
}

const HALVINGS = 100

/** The same halves every time. */
function randomHalves(scored: readonly ScoredSeries[]): [ScoredSeries[], ScoredSeries[]][] {
  let seed = 7
  function random(): number {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed / 0x7fffffff
  }
  return Array.from({ length: HALVINGS }, () => {
    const shuffled = scored
      .map((series) => ({ series, place: random() }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ series }) => series)
    const half = Math.floor(shuffled.length / 2)
    return [shuffled.slice(0, half), shuffled.slice(half)]
  })
}
