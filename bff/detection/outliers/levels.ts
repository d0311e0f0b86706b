import { knownAscending, quantileOf } from '../cause/robust.ts'
import type { GroupMeasure } from './instance-group.ts'

/**
 * Measures on a scale on which equal steps are equal shares: 15 % more is as far at 2 ms as at 2 s, so bands of
 * different height have spreads that compare and common drift is one added number. Near zero a logarithm would make
 * mountains of dust, so below the measure's step (or a thousandth of its median, where it has none) the scale is linear.
 */
export interface LevelScale {
  levelOf(value: number): number
  valueOf(level: number): number
}

const DUST_SHARE = 1e-3

export function levelScaleOf({ values, leastStep }: Pick<GroupMeasure, 'values' | 'leastStep'>): LevelScale {
  const positive = knownAscending(values).filter((value) => value > 0)
  const dust = quantileOf(positive, 0.5) * DUST_SHARE
  const bend = 2 * (leastStep > 0 ? leastStep : Number.isFinite(dust) ? dust : 1)
  return {
    levelOf: (value) => (Number.isFinite(value) ? Math.asinh(value / bend) : NaN),
    valueOf: (level) => Math.sinh(level) * bend,
  }
}
