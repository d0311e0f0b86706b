import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortName } from './short-name.ts'

const lettersOf = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment)

describe('a name on the map', () => {
  it.each([
    ['playback-license', 'playback-license'],
    ['x'.repeat(36), 'x'.repeat(36)],
    [`checkout-${'very-'.repeat(60)}long-eu`, 'checkout-very-very-very-…ery-long-eu'],
    ['👩‍👩‍👧‍👦'.repeat(40), `${'👩‍👩‍👧‍👦'.repeat(24)}…${'👩‍👩‍👧‍👦'.repeat(11)}`],
  ])('%s', (name, short) => {
    expect(shortName(name)).toBe(short)
  })

  it('is never longer than fits, keeps both ends, and a short one is left alone', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '-', 'שׁ', '👍🏽', 'é'), { maxLength: 300 }), (parts) => {
        const name = parts.join('x')
        const short = shortName(name)
        expect(lettersOf(short).length).toBeLessThanOrEqual(36)
        if (lettersOf(name).length <= 36) expect(short).toBe(name)
        else expect(name.startsWith(short.split('…')[0] ?? '?') && name.endsWith(short.split('…')[1] ?? '?')).toBe(true)
      }),
    )
  })
})
