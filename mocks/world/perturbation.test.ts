import { expect, test } from 'vitest'
import { strengthAt } from './perturbation.ts'

test.each([
  ['before', { fromMs: 100 }, 99, 0],
  ['at once without a ramp', { fromMs: 100 }, 100, 1],
  ['half-way up the ramp', { fromMs: 100, rampMs: 50 }, 125, 0.5],
  ['half-way up a slow start', { fromMs: 100, rampMs: 50, ramp: 'slow-start' }, 125, 0.25],
  ['after the ramp', { fromMs: 100, rampMs: 50 }, 400, 1],
  ['on its last millisecond', { fromMs: 100, untilMs: 200 }, 199, 1],
  ['when it is over', { fromMs: 100, untilMs: 200 }, 200, 0],
  ['before the scenario starts', { fromMs: -500, untilMs: -400 }, -450, 1],
] as const)('%s', (_, span, offsetMs, strength) => {
  expect(strengthAt(span, offsetMs)).toBe(strength)
})
