import { expect, test } from 'vitest'
import type { BreakerState } from '#contract/services/breaker.ts'
import { inferHalfOpen, NEVER_OPEN } from './infer-half-open.ts'

type Sample = readonly [atMs: number, state: BreakerState, concurrency: number, successes: number]

/** What is made of each sample, one after the other. */
function inferred(samples: readonly Sample[], sleepWindowMs = 5_000): boolean[] {
  let memory = NEVER_OPEN
  return samples.map(([now, state, concurrency, successes]) => {
    const told = inferHalfOpen(memory, { state, concurrency, successes, sleepWindowMs }, now)
    memory = told.memory
    return told.isHalfOpen
  })
}

test.each<[string, readonly Sample[], boolean[]]>([
  [
    'calls that were under way when it opened are no trial',
    [
      [0, 'open', 3, 10],
      [1_000, 'open', 2, 9],
    ],
    [false, false],
  ],
  [
    'one call under way after the sleep window is one, and is seen for a while',
    [
      [0, 'open', 0, 10],
      [5_500, 'open', 1, 2],
      [6_500, 'open', 0, 2],
      [8_500, 'open', 0, 0],
    ],
    [false, true, true, false],
  ],
  [
    'one that succeeded is one; the others leave the window meanwhile',
    [
      [0, 'open', 0, 10],
      [5_500, 'open', 0, 0],
      [6_000, 'open', 0, 1],
    ],
    [false, false, true],
  ],
  [
    'one that failed has opened it again',
    [
      [0, 'open', 0, 0],
      [5_500, 'open', 0, 0],
    ],
    [false, false],
  ],
  [
    'closed in between it begins anew',
    [
      [0, 'open', 0, 0],
      [5_000, 'closed', 1, 5],
      [5_500, 'open', 1, 6],
    ],
    [false, false, false],
  ],
  [
    'one that was forced open does not try',
    [
      [0, 'forced-open', 0, 0],
      [9_000, 'forced-open', 1, 1],
    ],
    [false, false],
  ],
])('%s', (_, samples, expected) => expect(inferred(samples)).toEqual(expected))

test('where the sleep window is not told it is that of Hystrix', () => {
  const samples: Sample[] = [
    [0, 'open', 0, 0],
    [4_900, 'open', 1, 0],
    [5_100, 'open', 1, 0],
  ]
  expect(inferred(samples, NaN)).toEqual([false, false, true])
})
