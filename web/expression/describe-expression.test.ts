import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeExpression } from './describe-expression.ts'
import { arbitraryExpression } from './expression-fixture.ts'
import { expressionOf } from './fleet-fixture.ts'

test.each([
  ['errors > 1% or neighbours', 'services with errors above 1 %, and their neighbours'],
  ['errors > 1% or neighbours(2)', 'services with errors above 1 %, and what is within 2 hops of them'],
  ['errors > 1% or upstream', 'services with errors above 1 %, and everything that calls them'],
  ['rps < 5', 'services with requests below 5/s'],
  ['rps >= 1.5k', 'services with requests of at least 1.5 k/s'],
  ['p99 > 800ms and owner = playback', 'services with p99 latency above 800 ms and whose owner is playback'],
  ['not errors > 1%', 'services with errors of at most 1 %'],
  ['not (errors > 1% and rps < 5)', 'services with errors of at most 1 % or with requests of at least 5/s'],
  ['a and (b or c)', 'services whose name contains a and (whose name contains b or whose name contains c)'],
  ['name ~ play*', 'services whose name is like play*'],
  ['not name ~ play*', 'services whose name is not like play*'],
  ['owner in (a, b, c)', 'services whose owner is a, b or c'],
  ['owner not in (a, b)', 'services whose owner is none of a and b'],
  ['owner != a', 'services whose owner is not a'],
  ['errors is unknown', 'services with unknown errors'],
  ['not errors is unknown', 'services with known errors'],
  ['connection.errors > 2%', 'services with a connection with errors above 2 %'],
  ['top(10) by rps', 'services among the 10 with the most requests'],
  ['selected', 'what is selected'],
  ['neighbours of playback-api', 'playback-api and its neighbours'],
  ['callers of x', 'x and its callers'],
  ['callees of x', 'x and what it calls directly'],
  ['downstream of selected', 'what is selected and everything it calls'],
  ['upstream(3) of x', 'x and everything that calls it within 3 hops'],
  ['path from a to b', 'everything on a way from a to b'],
  ['errors > 1% or neighbours of x', 'services with errors above 1 %, or x and its neighbours'],
  ['not upstream of x and a', 'services not among (x and everything that calls it) and whose name contains a'],
])('%s: %s', (text, sentence) => {
  expect(describeExpression(expressionOf(text))).toBe(sentence)
})

test('everything can be told, with as many parentheses opened as closed', () => {
  const names = /"value":|"name":|"values":/
  fc.assert(
    fc.property(arbitraryExpression(), (expression) => {
      const sentence = describeExpression(expression)
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
      if (names.test(JSON.stringify(expression))) return
      expect(sentence.split('(').length).toBe(sentence.split(')').length)
    }),
    { numRuns: 500 },
  )
})
