/**
 * The score of the Numenta Anomaly Benchmark, from its published definition. A detector says one number a row; a row at
 * or above the threshold is a detection. The best detection inside a labelled window earns up to one point, the more
 * the earlier it comes (a sigmoid over the window); a window without one costs the weight of a false negative; every
 * detection outside costs up to the weight of a false positive, less where it only just comes too late. Rows of the
 * probation at the start count for nothing. The sum is normalised so that saying nothing is 0 and naming each window's
 * first row alone is 100.
 */
export interface NabProfile {
  name: 'standard' | 'low FP' | 'low FN'
  falsePositive: number
  falseNegative: number
}

export const NAB_PROFILES: readonly NabProfile[] = [
  { name: 'standard', falsePositive: 0.11, falseNegative: 1 },
  { name: 'low FP', falsePositive: 0.22, falseNegative: 1 },
  { name: 'low FN', falsePositive: 0.11, falseNegative: 2 },
]

/** One series with what a detector said of it. */
export interface ScoredSeries {
  name: string
  /** One a row; the higher the stranger; 0 or unknown is a row of which nothing is said. */
  scores: ArrayLike<number>
  /** Labelled windows as rows, both ends included, in order. */
  windows: readonly (readonly [first: number, last: number])[]
}

export interface NabScore {
  threshold: number
  /** Normalised: 100 at best, 0 for silence, below for false alarms alone. */
  score: number
}

const PROBATION_SHARE = 0.15
const MOST_PROBATION_ROWS = 750

/** Rows at the start in which nothing counts. */
export function probationOf(rows: number): number {
  return Math.min(Math.floor(PROBATION_SHARE * rows), MOST_PROBATION_ROWS)
}

/** The score at one threshold over all the series together. */
export function nabScoreAt(series: readonly ScoredSeries[], profile: NabProfile, threshold: number): number {
  let score = 0
  for (const step of sweep(series, profile)) {
    if (step.threshold < threshold) break
    score = step.score
  }
  return score
}

/** The threshold that is best over all the series together, and its score: NAB's own way, which is an oracle's. */
export function bestNabScore(series: readonly ScoredSeries[], profile: NabProfile): NabScore {
  let best: NabScore = { threshold: Infinity, score: 0 }
  for (const step of sweep(series, profile)) if (step.score > best.score) best = step
  return best
}

/** What detecting a row is worth: inside a window up to 1, outside down to −1. */
interface Row {
  score: number
  worth: number
  /** Number of its window among all; −1 for none. */
  window: number
}

/** From the highest threshold down; each step adds the rows of one score. */
function* sweep(series: readonly ScoredSeries[], profile: NabProfile): Generator<NabScore> {
  const rows: Row[] = []
  let windows = 0
  for (const one of series) {
    addRows(rows, one, windows)
    windows += one.windows.length
  }
  rows.sort((one, other) => other.score - one.score)
  const silence = -profile.falseNegative * windows
  const best = new Float64Array(windows).fill(-profile.falseNegative)
  let sum = silence
  for (let at = 0; at < rows.length;) {
    const threshold = rows[at]?.score ?? NaN
    for (let row = rows[at]; row !== undefined && row.score === threshold; row = rows[(at += 1)]) {
      if (row.window < 0) sum += row.worth * profile.falsePositive
      else {
        const before = best[row.window] ?? 0
        if (row.worth > before) {
          best[row.window] = row.worth
          sum += row.worth - before
        }
      }
    }
    yield { threshold, score: windows === 0 ? 0 : (100 * (sum - silence)) / (windows - silence) }
  }
}

function addRows(rows: Row[], { scores, windows }: ScoredSeries, firstWindow: number): void {
  let next = 0
  for (let row = 0; row < scores.length; row += 1) {
    while (next < windows.length && row > (windows[next]?.[1] ?? -1)) next += 1
    if (row < probationOf(scores.length)) continue
    const score = scores[row] ?? NaN
    // Silence at every threshold: most rows, so the sweep stays short.
    if (!(score > 0)) continue
    const current = windows[next]
    if (current !== undefined && row >= current[0]) {
      const [first, last] = current
      const position = -(last - row + 1) / (last - first + 1)
      rows.push({ score, worth: sigmoidWorth(position) / EARLIEST, window: firstWindow + next })
      continue
    }
    const before = windows[next - 1]
    const past = before === undefined ? Infinity : (row - before[1]) / (before[1] - before[0])
    rows.push({ score, worth: sigmoidWorth(past), window: -1 })
  }
}

/** −1 is the window's first row, 0 its last, beyond that too late. */
function sigmoidWorth(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1
}

const EARLIEST = sigmoidWorth(-1)
