/**
 * The simplest detector of the benchmark's published table, with its published parameters: how unlikely a value is under
 * the normal distribution of the last 6,400, which move on a hundred at a time. It is here to check the score: what is
 * published of it must come out.
 */
const WINDOW = 6_400
const STEP = 100
/** Scores that differ beyond these digits are one score, as where they were written to files. */
const DIGITS = 1e12

export function windowedGaussianScores(values: ArrayLike<number>): Float64Array {
  const scores = new Float64Array(values.length)
  let bell = { mean: 0, deviation: 1 }
  let learnt = 0
  let squares = 0
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? NaN
    if (row > 0) {
      const away = Math.abs(value - bell.mean) / bell.deviation
      scores[row] = Math.round((1 - 0.5 * upperError(away / Math.SQRT2)) * DIGITS) / DIGITS
    }
    if (row < WINDOW) {
      learnt += 1
      const before = value - bell.mean
      const mean = learnt === 1 ? value : bell.mean + before / learnt
      squares += learnt === 1 ? 0 : before * (value - mean)
      bell = { mean, deviation: deviationOf(squares / learnt) }
    } else if ((row - WINDOW + 1) % STEP === 0) bell = bellOf(values, row + 1 - WINDOW, row + 1)
  }
  return scores
}

function bellOf(values: ArrayLike<number>, from: number, end: number) {
  let sum = 0
  for (let row = from; row < end; row += 1) sum += values[row] ?? NaN
  const mean = sum / (end - from)
  let squares = 0
  for (let row = from; row < end; row += 1) squares += ((values[row] ?? NaN) - mean) ** 2
  return { mean, deviation: deviationOf(squares / (end - from)) }
}

function deviationOf(variance: number): number {
  return variance > 0 ? Math.sqrt(variance) : 1e-6
}

const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
]

/** The complementary error function of a number not below zero, by a Chebyshev fit good to 1.2e-7. */
export function upperError(x: number): number {
  const t = 1 / (1 + x / 2)
  return t * Math.exp(-x * x + COEFFICIENTS.reduceRight((sum, coefficient) => sum * t + coefficient, 0))
}
