import { expect, test } from 'vitest'
import { onsetOf } from './onset.ts'

const history = Array.from({ length: 50 }, (_, at) => 10 + ((at * 3) % 7) / 10)

test.each([
  ['a step', [10, 10.4, 10.2, 20, 21, 20], 3],
  ['a fall', [10, 10.4, 10.2, 10.1, 2, 1], 4],
  ['a slow rise, by its beginning and not its middle', [10, 10.3, 13, 16, 19, 22, 25, 28], 2],
  ['rows missing in between', [10, NaN, 10.2, NaN, 20, 21, NaN], 4],
  ['out of the ordinary from the first row', [20, 21, 20, 20], 0],
])('the onset of %s', (_, window, row) => {
  expect(onsetOf({ history, window }, 0.1)?.row).toBe(row)
})

test('an ordinary series has none, nor has one without an ordinary', () => {
  expect(onsetOf({ history, window: [10, 10.6, 10.1, 10.3, 10.5] }, 0.1)).toBeUndefined()
  expect(onsetOf({ history: [10, NaN], window: [10, 99, 99] }, 0.1)).toBeUndefined()
  expect(onsetOf({ history, window: [NaN, NaN] }, 0.1)).toBeUndefined()
})

test('a series that was always zero leaves it only by more than its floor', () => {
  const zero = Array.from({ length: 30 }, () => 0)
  expect(onsetOf({ history: zero, window: [0, 0.001, 0.002, 0.001] }, 0.001)).toBeUndefined()
  expect(onsetOf({ history: zero, window: [0, 0, 0.2, 0.3] }, 0.001)?.row).toBe(2)
})
