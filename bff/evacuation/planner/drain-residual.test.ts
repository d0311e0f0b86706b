import { expect, test } from 'vitest'
import { dnsResidual } from './drain-residual.ts'

test.for([
  [0, 1],
  [5_000, 1],
  [35_000, 0.03 + 0.97 * 0.5],
  [65_000, 0.03],
  [3_600_000, 0.03],
] as const)('after %d ms of a TTL of 60 s and 5 s of propagation', ([elapsedMs, left]) => {
  const input = { elapsedMs, propagationMs: 5_000, timeToLiveMs: 60_000, neverFollowShare: 0.03 }
  expect(dnsResidual(input)).toBeCloseTo(left)
})
