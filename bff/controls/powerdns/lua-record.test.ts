import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooserText, luaTexts, weightsOfTexts } from './lua-record.ts'
import { PowerdnsSegment } from './settings.ts'

const settings = {
  choice: 'random' as const,
  targets: [
    { id: 'us-east-1', region: 'us-east-1', addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'] },
    { id: 'us-west-2', region: 'us-west-2', addresses: ['192.0.2.3', '2001:db8::2'] },
  ],
}

test('one text a family, each weight dealt evenly to the addresses', () => {
  expect(luaTexts(settings, { 'us-east-1': 5, 'us-west-2': 60 })).toEqual([
    `A "pickwrandom({{3,'192.0.2.1'},{2,'192.0.2.2'},{60,'192.0.2.3'}})"`,
    `AAAA "pickwrandom({{5,'2001:db8::1'},{60,'2001:db8::2'}})"`,
  ])
  expect(luaTexts({ ...settings, choice: 'hashed' }, { 'us-east-1': 1, 'us-west-2': 1 })[0]).toMatch(/pickwhashed/)
})

test('what is written is read back', () => {
  const weight = fc.integer({ min: 0, max: 10_000 })
  fc.assert(
    fc.property(weight, weight, (east, west) => {
      const weights = { 'us-east-1': east, 'us-west-2': west }
      expect(weightsOfTexts(settings, luaTexts(settings, weights))).toEqual(weights)
    }),
  )
})

test.each([
  ['no Lua', ['A "pickwrandom({{25,"']],
  ['another function', [`A "ifportup(443, {'192.0.2.1'})"`]],
  ['a program of their own', [`A ";if country('DE') then return '192.0.2.1' end"`]],
  ["a stranger's address", [`A "pickwrandom({{1,'192.0.2.99'}})"`]],
  ['an address twice', [`A "pickwrandom({{1,'192.0.2.1'},{2,'192.0.2.1'}})"`]],
  ['a family twice', [`A "pickwrandom({{1,'192.0.2.1'}})"`, `A "pickwrandom({{1,'192.0.2.3'}})"`]],
  ['nothing', []],
])('%s is not understood', (_, texts) => {
  expect(weightsOfTexts(settings, texts)).toBeNull()
})

test('a target is absent while one of its addresses is, or its families disagree', () => {
  expect(weightsOfTexts(settings, [`A "pickwrandom({{1,'192.0.2.1'},{60,'192.0.2.3'}})"`])).toEqual({})
  const [four = '', six = ''] = luaTexts(settings, { 'us-east-1': 4, 'us-west-2': 60 })
  expect(weightsOfTexts(settings, [four, six.replace('{4,', '{5,')])).toEqual({ 'us-west-2': 60 })
})

test('the chooser sends each to the name of their segment, and everybody else to the last', () => {
  const segment = (input: object) => PowerdnsSegment.parse(input)
  const segments = [
    segment({ id: 'all', record: 'all.www.example.com.' }),
    segment({ id: 'de', record: 'de.www.example.com.', countries: ['DE', 'AT'], networks: ['192.0.2.0/24'] }),
  ]
  expect(chooserText(segments)).toBe(
    `CNAME ";if netmask({'192.0.2.0/24'}) or country({'DE','AT'}) then return 'de.www.example.com.' end return 'all.www.example.com.'"`,
  )
})
