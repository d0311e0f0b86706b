/**
 * A line of numbers as SVG paths. A number that is not known (null, NaN) interrupts the line: a gap stays a gap, and a
 * lone number between two gaps becomes a dot as wide as the stroke.
 */

export type SparkValue = number | null

export interface SparklineScale {
  width: number
  height: number
  /** Value at the bottom; 0 unless told. */
  low?: number
  /** Value at the top. */
  high: number
}

/** First and last index of each unbroken run of known numbers. */
export function knownRunsOf(values: readonly SparkValue[]): Array<[first: number, last: number]> {
  return runsOf(values, isKnown)
}

/** First and last index of each run of unknowns. */
export function gapsOf(values: readonly SparkValue[]): Array<[first: number, last: number]> {
  return runsOf(values, (value) => !isKnown(value))
}

export function linePathOf(values: readonly SparkValue[], scale: SparklineScale): string {
  return knownRunsOf(values)
    .map(([first, last]) => runPathOf(values, first, last, scale) + (first === last ? 'h0.01' : ''))
    .join('')
}

/** The line with the ground under it. */
export function areaPathOf(values: readonly SparkValue[], scale: SparklineScale): string {
  return knownRunsOf(values)
    .filter(([first, last]) => last > first)
    .map(([first, last]) => {
      const ground = round(scale.height)
      return `${runPathOf(values, first, last, scale)}L${xOf(last, values.length, scale)} ${ground}L${xOf(first, values.length, scale)} ${ground}Z`
    })
    .join('')
}

/** Pixels from the left of the n-th of `count` numbers. */
export function xOf(index: number, count: number, { width }: SparklineScale): number {
  return count < 2 ? round(width / 2) : round((index / (count - 1)) * width)
}

/** Pixels from the top. */
export function yOf(value: number, { height, low = 0, high }: SparklineScale): number {
  const share = high > low ? (value - low) / (high - low) : 0
  return round(height - Math.min(1, Math.max(0, share)) * height)
}

export function isKnown(value: SparkValue | undefined): value is number {
  return value !== null && value !== undefined && !Number.isNaN(value)
}

function runPathOf(values: readonly SparkValue[], first: number, last: number, scale: SparklineScale): string {
  let path = ''
  for (let index = first; index <= last; index += 1) {
    path += `${path === '' ? 'M' : 'L'}${xOf(index, values.length, scale)} ${yOf(values[index] ?? 0, scale)}`
  }
  return path
}

function runsOf(values: readonly SparkValue[], belongs: (value: SparkValue) => boolean): Array<[number, number]> {
  const runs: Array<[number, number]> = []
  let first = -1
  values.forEach((value, index) => {
    if (belongs(value)) {
      if (first < 0) first = index
    } else if (first >= 0) {
      runs.push([first, index - 1])
      first = -1
    }
  })
  if (first >= 0) runs.push([first, values.length - 1])
  return runs
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
