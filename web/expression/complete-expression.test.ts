import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeAt } from './complete-expression.ts'
import { awkwardName } from './expression-fixture.ts'
import { fleetOf, SMALL_FLEET } from './fleet-fixture.ts'
import { parseExpression } from './parse-expression.ts'

const { roster } = SMALL_FLEET

/** The cursor stands at `|`. */
function offered(marked: string, of = roster): string[] {
  return completeAt(marked.replace('|', ''), marked.indexOf('|'), of).map(({ text }) => text)
}

/** The text after the completion was taken, with the cursor behind it. */
function taken(marked: string, choice: string): string {
  const text = marked.replace('|', '')
  const completion = completeAt(text, marked.indexOf('|'), roster).find((one) => one.text === choice)
  if (completion === undefined) throw new Error(`${choice} is not offered at ${marked}`)
  return text.slice(0, completion.from) + completion.text + text.slice(completion.to)
}

describe('what is offered first', () => {
  test.each([
    ['|', ['errors', 'rps', 'p99']],
    ['er|', ['errors', 'owner']],
    ['own|', ['owner']],
    ['fail|', ['health = failing']],
    ['play|', ['playback-api']],
    ['conn|', ['connection.errors', 'connection.rps']],
    ['errors |', ['>', '>=', '<']],
    ['errors is|', ['is unknown', 'is known']],
    ['errors is |', ['unknown', 'known']],
    ['errors >|', ['1%', '5%', '20%']],
    ['errors > 7|', ['7%']],
    ['p99 > 8|', ['8ms', '8s']],
    ['rps > 2|', ['2', '2k', '2M']],
    ['owner |', ['=', '!=', '~', 'in']],
    ['health |', ['=', '!=', 'in']],
    ['owner = |', ['playback', 'edge-gateway', 'Storage', 'billing']],
    ['owner = st|', ['Storage']],
    ['owner = "pl|', ['playback']],
    ['owner in (|', ['playback', 'edge-gateway']],
    ['owner in (playback, b|', ['billing']],
    ['domain = |', ['edge', 'playback']],
    ['zone = us-east-1|', ['us-east-1a', 'us-east-1b', 'us-east-1c']],
    ['region = |', ['us-east-1', 'eu-west-1']],
    ['health = |', ['healthy', 'degraded', 'failing', 'unknown', 'idle']],
    ['kind = d|', ['datastore']],
    ['protocol = g|', ['grpc']],
    ['neighbours |', ['of']],
    ['neighbours of |', ['selected', 'billing']],
    ['neighbours(2) of lic|', ['license', 'license-db']],
    ['upstream(|', ['2', '3']],
    ['path |', ['from']],
    ['path from |', ['selected']],
    ['path from a |', ['to']],
    ['path from a to |', ['selected']],
    ['top(|', ['10', '25']],
    ['top(10) |', ['by']],
    ['top(10) by |', ['errors', 'rps']],
    ['errors > 1% |', ['and', 'or', 'or neighbours']],
    ['errors > 1% a|', ['and']],
    ['errors > 1% or |', ['neighbours', 'upstream', 'downstream', 'errors']],
    ['errors > 1% and |', ['errors', 'rps']],
    ['not |', ['errors']],
    ['(|', ['errors']],
    ['upstream of (|', ['errors']],
    ['a or neighbours |', ['of', 'and', 'or']],
  ])('%s', (marked, first) => {
    expect(offered(marked).slice(0, first.length)).toEqual(first)
  })
})

describe('what it takes the place of', () => {
  test.each([
    ['er| > 1%', 'errors', 'errors > 1%'],
    ['err|xx > 1%', 'errors', 'errors > 1%'],
    ['owner = |', 'playback', 'owner = playback'],
    ['owner = pl|xy and errors > 1%', 'playback', 'owner = playback and errors > 1%'],
    ['owner = "pl|"', 'playback', 'owner = playback'],
    ['owner = "pl| or x', 'playback', 'owner = playback or x'],
    ['a  |', 'or neighbours', 'a  or neighbours'],
  ])('%s and %s', (marked, choice, after) => {
    expect(taken(marked, choice)).toBe(after)
  })

  test('values are quoted where they would not be read as they are', () => {
    const awkward = fleetOf(
      [
        { id: 'r/errors', owner: 'Playback Control' },
        { id: 'r/path', owner: 'and' },
        { id: 'r/selected', owner: 'a*b' },
      ],
      [],
    ).roster
    expect(offered('owner = |', awkward)).toEqual(['"Playback Control"', '"a*b"', '"and"'])
    expect(offered('owner = playback|', awkward)).toEqual(['"Playback Control"'])
    expect(offered('neighbours of |', awkward)).toEqual(['selected', '"errors"', 'path', '"selected"'])
  })

  test('what is gone is not offered, and outsiders own nothing', () => {
    expect(offered('name = ret|')).toEqual([])
    expect(offered('region = glob|')).toEqual([])
  })
})

test('each says in a line what it is', () => {
  for (const marked of ['|', 'a or |', 'owner = |', 'neighbours of |', 'errors |', 'top(10) by |', 'a |', 'e|']) {
    for (const { explanation } of completeAt(marked.replace('|', ''), marked.indexOf('|'), roster)) {
      expect(explanation).toMatch(/^\S.{2,79}$/)
    }
  }
  expect(completeAt('owner = ', 8, roster)[0]?.explanation).toBe('team of 3 services')
  expect(completeAt('name = edge', 11, roster)[0]?.explanation).toBe('service in 2 regions')
})

test('a value taken completes the expression', () => {
  const starts = [
    'owner = ',
    'health != ',
    'errors > ',
    'p99 <= ',
    'rps > 5',
    'neighbours of ',
    'path from a to ',
    'top(3) by ',
  ]
  for (const start of starts) {
    const completions = completeAt(start, start.length, roster)
    expect(completions.length).toBeGreaterThan(0)
    for (const { from, to, text } of completions) {
      expect(parseExpression(start.slice(0, from) + text + start.slice(to)).kind).toBe('parsed')
    }
  }
})

test('anything at any cursor is answered within the text', () => {
  const piece = fc.oneof(
    awkwardName,
    fc.constantFrom('errors', 'owner', '>', 'in', '(', ')', ',', 'or', 'is', 'of', 'top'),
  )
  const cursor = fc.oneof(fc.integer({ min: -5, max: 80 }), fc.constantFrom(NaN, Infinity, -Infinity, 1.5))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), cursor, (pieces, at) => {
      const text = pieces.join(' ')
      for (const { from, to, text: inserted } of completeAt(text, at, roster)) {
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThanOrEqual(from)
        expect(to).toBeLessThanOrEqual(text.length)
        expect(inserted).not.toBe('')
      }
    }),
    { numRuns: 1_000 },
  )
  expect(completeAt('('.repeat(100_000), 100_000, roster)).toEqual([])
})
