import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryExpression } from './expression-fixture.ts'
import { parseExpression } from './parse-expression.ts'
import { printExpression } from './print-expression.ts'

test('what is printed is read back as the same expression', () => {
  fc.assert(
    fc.property(arbitraryExpression(), (expression) => {
      expect(parseExpression(printExpression(expression))).toEqual({ kind: 'parsed', expression })
    }),
    { numRuns: 2_000 },
  )
})
