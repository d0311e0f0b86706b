import type { CauseNode, Samples } from './incident.ts'
import { ordinaryOf, quantileOf, knownAscending } from './robust.ts'

/**
 * How much worse than ordinary a node was, row by row, in units that add up along calls: waiting time beyond the
 * ordinary summed over its requests, failed requests beyond the ordinary, the missing or surplus share of requests. A
 * millisecond on a thousand calls and a second on one are then the same trouble to the caller, and nothing depends on
 * the unit a node is measured in.
 */
export type Trouble = 'latency' | 'failures' | 'drop' | 'surge'

export interface Amount {
  /** A row each of the window; NaN where unknown, 0 where nothing was asked of the node. */
  rows: Float64Array
  /** What an ordinary row differs by. */
  width: number
  /** Ordinary value of the measured series itself. */
  before: number
  /** The worst value in the window. */
  worst: number
  /** Its distance from the ordinary, in ordinary widths of the measured series. */
  deviation: number
}

/** Least width worth speaking of, as a share of the ordinary level: below it lies the rounding of the measurement. */
export const LEAST_SHARE = { latency: 0.01, failures: 0.001, requests: 0.01 }
/** Fewer rows say nothing about what is ordinary. */
const LEAST_HISTORY = 5
const LEAST_KNOWN = 2

/** Undefined where the node's trouble is unknown: nothing measured, no ordinary to compare with, or no rows. */
export function amountOf(node: CauseNode, trouble: Trouble, isWeighed: boolean): Amount | undefined {
  if (trouble === 'drop' || trouble === 'surge') return requestAmount(node.requests, trouble === 'drop' ? -1 : 1)
  const samples = trouble === 'latency' ? node.latency : node.failureShare
  if (samples === undefined) return undefined
  if (isWeighed && node.requests === undefined) return undefined
  return excessAmount(samples, isWeighed ? node.requests : undefined, trouble)
}

function requestAmount(samples: Samples | undefined, sign: 1 | -1): Amount | undefined {
  if (samples === undefined) return undefined
  const usual = ordinaryOf(samples.history, 0)
  if (usual.rows < LEAST_HISTORY || !(usual.median > 0)) return undefined
  const width = Math.max(usual.width / usual.median, LEAST_SHARE.requests)
  const rows = Float64Array.from(samples.window, (value) => (sign * (value - usual.median)) / usual.median)
  return amountFrom({ rows, width, samples, before: usual.median, ownWidth: width * usual.median, sign })
}

function excessAmount(samples: Samples, requests: Samples | undefined, trouble: 'latency' | 'failures') {
  const usual = ordinaryOf(samples.history, 0)
  if (usual.rows < LEAST_HISTORY) return undefined
  const level = trouble === 'latency' ? Math.abs(usual.median) : 1
  const floor = level * LEAST_SHARE[trouble]
  const ownWidth = Math.max(usual.width, floor)
  if (requests === undefined) {
    const rows = Float64Array.from(samples.window, (value) => value - usual.median)
    return amountFrom({ rows, width: ownWidth, samples, before: usual.median, ownWidth, sign: 1 })
  }
  const calls = quantileOf(knownAscending(requests.history), 0.5)
  // Where the requests of a row are unknown, the ordinary number of them is the weight.
  const weighed = (value: number, asked: number) => {
    if (asked === 0) return 0
    return (value - usual.median) * (Number.isFinite(asked) ? asked : calls)
  }
  const rows = Float64Array.from(samples.window, (value, at) => weighed(value, requests.window[at] ?? NaN))
  const past = Float64Array.from(samples.history, (value, at) => weighed(value, requests.history[at] ?? NaN))
  const width = ordinaryOf(past, floor * (calls > 0 ? calls : 1)).width
  return amountFrom({ rows, width, samples, before: usual.median, ownWidth, sign: 1 })
}

interface Parts {
  rows: Float64Array
  width: number
  samples: Samples
  before: number
  ownWidth: number
  sign: 1 | -1
}

function amountFrom({ rows, width, samples, before, ownWidth, sign }: Parts): Amount | undefined {
  let known = 0
  for (const row of rows) if (Number.isFinite(row)) known += 1
  if (known < LEAST_KNOWN) return undefined
  let worst = NaN
  for (let at = 0; at < samples.window.length; at += 1) {
    const value = samples.window[at] ?? NaN
    if (Number.isFinite(value) && !(sign * value <= sign * worst)) worst = value
  }
  return { rows, width, before, worst, deviation: (sign * (worst - before)) / ownWidth }
}
