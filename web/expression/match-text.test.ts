import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equalTo, likeText } from './match-text.ts'
import { nearestWord } from './nearest-word.ts'

test('a pattern agrees with the regular expression it stands for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 })
  fc.assert(
    fc.property(text, text, (pattern, value) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*')
      const like = pattern.includes('*') ? new RegExp(`^${source}$`).test(value) : value.includes(pattern)
      expect(likeText(pattern)(value)).toBe(like)
    }),
    { numRuns: 3_000 },
  )
})

test('case never counts', () => {
  expect([equalTo('API')('api'), likeText('Play*')('PLAYBACK'), likeText('BACK')('playback')]).toEqual([
    true,
    true,
    true,
  ])
})

test.each([
  ['erors', 'errors'],
  ['errros', 'errors'],
  ['onwer', 'owner'],
  ['p98', 'p99'],
  ['ab', null],
  ['completely', null],
  ['x'.repeat(100_000), null],
])('%s is near %s', (typed, nearest) => {
  expect(nearestWord(typed, ['errors', 'owner', 'p99', 'rps'])).toBe(nearest)
})
