import type { Amount } from './amounts.ts'

/**
 * How much of one node's trouble another's accounts for. The other's amounts are laid over the one's row by row: the
 * slope of the line through them is the share, since both are counted in the same unit. Only what moves together
 * counts, so a node that is out of the ordinary all along, or at other times, explains nothing. The ordinary itself is
 * one row more (nothing here, nothing there): without it an incident that fills the window would have no slope. What
 * the other's ordinary noise could have made of it is taken off.
 */

/** A slope this many times its own noise or less counts for nothing. */
const NOISE_TIMES = 2

/** 0–1; `charge` is the part of the other's amounts that is the one's to bear. */
export function explainedShare(one: Amount, other: Amount, charge = 1): number {
  const { together, spread } = overlay(one.rows, other.rows)
  if (!(spread > 0) || !(together > 0)) return 0
  const slope = together / spread
  const noise = other.width / Math.sqrt(spread)
  const sure = Math.max(0, 1 - ((NOISE_TIMES * noise) / slope) ** 2)
  return Math.min(1, slope * charge) * sure
}

/** 0–1 where the units differ: how closely the two move together, and how far beyond its own noise the other does. */
export function sharedMovement(one: Amount, other: Amount): number {
  const { together, spread, otherSpread, rows } = overlay(one.rows, other.rows)
  if (!(spread > 0) || !(otherSpread > 0) || !(together > 0)) return 0
  const sure = Math.max(0, 1 - (rows * (NOISE_TIMES * other.width) ** 2) / otherSpread)
  return (together ** 2 / (spread * otherSpread)) * sure
}

interface Overlay {
  together: number
  spread: number
  otherSpread: number
  rows: number
}

function overlay(one: Float64Array, other: Float64Array): Overlay {
  let rows = 1
  let sum = 0
  let otherSum = 0
  let square = 0
  let otherSquare = 0
  let product = 0
  for (let at = 0; at < one.length; at += 1) {
    const a = one[at] ?? NaN
    const b = other[at] ?? NaN
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue
    rows += 1
    sum += a
    otherSum += b
    square += a * a
    otherSquare += b * b
    product += a * b
  }
  return {
    together: product - (sum * otherSum) / rows,
    spread: square - (sum * sum) / rows,
    otherSpread: otherSquare - (otherSum * otherSum) / rows,
    rows,
  }
}
