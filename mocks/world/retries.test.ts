import { expect, test } from 'vitest'
import { retriesWanted } from './retries.ts'

test.each([
  [0.5, 0, 0],
  [0.5, 1, 0.5],
  [0.5, 3, 0.875],
  [1, 4, 4],
  [0, 4, 0],
])('where %d of attempts fail, %d retries make %d more of them', (failShare, retries, wanted) => {
  expect(retriesWanted(failShare, retries)).toBe(wanted)
})
