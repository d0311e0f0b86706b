import { describe, expect, test } from 'vitest'
import { createToldTimes } from './told-times.ts'
import { instantOfWire, numberOfWire } from './wire.ts'

const region = 'us-east-1'
const NONE = NaN

describe('how old a graph is', () => {
  test.each<[string, [now: number, updatedMs: number, content: string][], number[]]>([
    [
      'its own word, as it is',
      [
        [1_000, 900, 'a'],
        [2_000, 1_900, 'b'],
      ],
      [900, 1_900],
    ],
    [
      'its own word stands still',
      [
        [1_000, 900, 'a'],
        [2_000, 900, 'a'],
      ],
      [900, 900],
    ],
    [
      'a clock ahead counts as first seen',
      [
        [1_000, 5_000, 'a'],
        [2_000, 5_000, 'a'],
        [3_000, 7_000, 'b'],
      ],
      [1_000, 1_000, 3_000],
    ],
    ['without a word nothing is known at first', [[1_000, NONE, 'a']], [NaN]],
    [
      'an answer alone proves nothing',
      [
        [1_000, NONE, 'a'],
        [2_000, NONE, 'a'],
      ],
      [NaN, NaN],
    ],
    [
      'a change does',
      [
        [1_000, NONE, 'a'],
        [2_000, NONE, 'b'],
        [3_000, NONE, 'b'],
      ],
      [NaN, 2_000, 2_000],
    ],
    [
      'a clock set back is believed',
      [
        [1_000, 900, 'a'],
        [2_000, 100, 'b'],
      ],
      [900, 100],
    ],
  ])('%s', (_what, polls, expected) => {
    const times = createToldTimes()
    const told = polls.map(([now, updatedMs, content]) => times.at({ region, updatedMs, content, now }).observedAt)
    expect(told).toEqual(expected)
  })

  test('a graph that changes under one time is told', () => {
    const times = createToldTimes()
    const forgets = ['a', 'a', 'b'].map((content) => times.at({ region, updatedMs: 5, content, now: 9 }).forgetsUpdated)
    expect(forgets).toEqual([false, false, true])
  })
})

describe('times and numbers of the wire', () => {
  test.each<[unknown, number]>([
    [1_795_000_000_000, 1_795_000_000_000],
    [1_795_000_000, 1_795_000_000_000],
    [1_795_000_000.25, 1_795_000_000_250],
    ['1795000000000', 1_795_000_000_000],
    [' 1795000000 ', 1_795_000_000_000],
    [0, NaN],
    [-1, NaN],
    [1e30, NaN],
    ['yesterday', NaN],
    [null, NaN],
    [undefined, NaN],
    [true, NaN],
  ])('%s', (wire, instant) => expect(instantOfWire(wire)).toBe(instant))

  test.each<[unknown, number]>([
    ['', NaN],
    [' ', NaN],
    ['1e999', NaN],
    ['0x10', NaN],
    ['Infinity', NaN],
    ['1,5', NaN],
    ['.5', 0.5],
    ['-2.', -2],
    [[3], NaN],
  ])('%j', (wire, number) => expect(numberOfWire(wire)).toBe(number))
})
