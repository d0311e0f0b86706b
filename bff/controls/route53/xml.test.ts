import fc from 'fast-check'
import { expect, test } from 'vitest'
import { element, parseXml, textAt, writeXml, type Element } from './xml.ts'

const name = fc.constantFrom('Name', 'Weight', 'AliasTarget', 'GeoLocation')
const text = fc.string({ unit: 'grapheme' }).map((each) => each.replaceAll(/[\p{Cc}]/gu, ' '))
const { tree } = fc.letrec<{ tree: Element }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(name, text).map(([each, content]) => element(each, content)),
    fc.tuple(name, fc.array(tie('tree'), { minLength: 1, maxLength: 4 })).map(([each, list]) => element(each, list)),
  ),
}))

test('what is written is read again as it was', () => {
  fc.assert(
    fc.property(tree, (each) => {
      expect(parseXml(writeXml(each))).toEqual(each)
    }),
  )
})

test('a declaration, attributes, empty elements and every kind of entity', () => {
  const source = `<?xml version="1.0"?>\n<!-- said --><a xmlns="urn:x"><b/><c>&lt;&#65;&#x42;&amp;&nope;</c></a>`
  const root = parseXml(source.replace('\n', ''))
  expect(root === null ? null : textAt(root, 'c')).toBe('<AB&&nope;')
})

test.each(['', '<a>', '<a></b>', '<a/><b/>', 'text', '<a', '<a></a></a>'])('%j is nothing', (source) => {
  expect(parseXml(source)).toBeNull()
})
