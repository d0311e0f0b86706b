import { expect, test } from 'vitest'
import { growthWhenLost, mostSteadyUtilisation } from './steady-utilisation.ts'

test.for([
  [2, 1, 1, 0.375],
  [3, 1, 0.5, 0.5],
  [4, 1, 0.333, 0.563],
  [5, 1, 0.25, 0.6],
  [6, 1, 0.2, 0.625],
  [3, 2, 2, 0.25],
  [4, 2, 1, 0.375],
  [5, 2, 0.667, 0.45],
  [6, 2, 0.5, 0.5],
  [2, 2, Infinity, 0],
] as const)('%d regions, %d lost', ([regions, lost, growth, utilisation]) => {
  expect(growthWhenLost({ regions, lost })).toBeCloseTo(growth, 2)
  expect(mostSteadyUtilisation({ regions, lost, ceiling: 0.75 })).toBeCloseTo(utilisation, 2)
})
