import { expect, test } from 'vitest'
import { createSampleClock } from './sample-clock.ts'

function stepsOf(times: readonly number[]): string[] {
  const clock = createSampleClock()
  return times.map((at) => clock.step(at))
}

test.each([
  ['in order', [0, 2, 4, 6], ['next', 'next', 'next', 'next']],
  ['a few missing', [0, 2, 4, 20], ['next', 'next', 'next', 'next']],
  ['many missing', [0, 2, 4, 40, 42], ['next', 'next', 'next', 'gap', 'next']],
  ['twice and late', [0, 2, 2, 1, 4], ['next', 'next', 'late', 'late', 'next']],
  ['a clock set back', [1_000, 1_002, 1_004, 500, 502], ['next', 'next', 'next', 'gap', 'next']],
])('%s', (_, times, steps) => {
  expect(stepsOf(times)).toEqual(steps)
})

test('another period is learnt', () => {
  const slow = Array.from({ length: 100 }, (_, index) => 1_000 + index * 40)
  expect(stepsOf([0, 2, 4, ...slow]).slice(-20)).toEqual(Array(20).fill('next'))
})
