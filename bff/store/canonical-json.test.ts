import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

const anyJson = fc.jsonValue({ noUnicodeString: false })

test('means what JSON means', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('does not depend on the order of members', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anyJson), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonicalJson(reversed)).toBe(canonicalJson(value))
    }),
  )
})

test('sorts, leaves out what is undefined, and refuses numbers JSON cannot say', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: null }], a: undefined, A: 'ü"' })).toBe(
    '{"A":"ü\\"","b":[1,{"c":null,"d":2}]}',
  )
  for (const number of [NaN, Infinity, -Infinity]) expect(() => canonicalJson({ number })).toThrow(RangeError)
})
