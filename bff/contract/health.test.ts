import { expect, test } from 'vitest'
import { healthOf } from './health.ts'

test.each([
  ['quiet', { requestsPerSecond: 0, errorShare: NaN, degradedShare: NaN }, 'idle'],
  ['all well', { requestsPerSecond: 100, errorShare: 0.001, degradedShare: 0 }, 'healthy'],
  ['degraded unknown is no alarm', { requestsPerSecond: 100, errorShare: 0, degradedShare: NaN }, 'healthy'],
  ['some fail', { requestsPerSecond: 100, errorShare: 0.01, degradedShare: 0 }, 'degraded'],
  ['many fail', { requestsPerSecond: 100, errorShare: 0.05, degradedShare: 0 }, 'failing'],
  ['many fallbacks', { requestsPerSecond: 100, errorShare: 0, degradedShare: 0.05 }, 'degraded'],
  ['rate unknown', { requestsPerSecond: NaN, errorShare: 0, degradedShare: 0 }, 'unknown'],
  ['errors unknown is not healthy', { requestsPerSecond: 100, errorShare: NaN, degradedShare: 0 }, 'unknown'],
])('%s', (_what, input, expected) => {
  expect(healthOf(input)).toBe(expected)
})
