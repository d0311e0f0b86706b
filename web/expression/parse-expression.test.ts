import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_DEPTH, MAX_TERMS, type Expression } from './expression.ts'
import { awkwardName } from './expression-fixture.ts'
import { parseExpression } from './parse-expression.ts'
import { printExpression } from './print-expression.ts'
import { readTokens } from './read-tokens.ts'

describe('what people type', () => {
  test.each([
    ['errors > 1%', 'errors > 1%'],
    ['errors>1%', 'errors > 1%'],
    ['errors > 1 %', 'errors > 1%'],
    ['ERRORS ≥ .5%', 'errors >= 0.5%'],
    ['rps < 5', 'rps < 5'],
    ['rps < 5/s', 'rps < 5'],
    ['rps > 18.4 k/s', 'rps > 18.4k'],
    ['requests >= 1K', 'rps >= 1k'],
    ['rps > 2M', 'rps > 2M'],
    ['p99 > 800ms', 'p99 > 800ms'],
    ['latency > 2.9 s', 'p99 > 2.9s'],
    ['errors > 0', 'errors > 0'],
    ['degraded >= 0.5%', 'degraded >= 0.5%'],
    ['saturation > 120%', 'saturation > 120%'],
    ['breaker>0', 'breakers > 0'],
    ['alerts >= 2', 'alerts >= 2'],
    ['owner = playback', 'owner = playback'],
    ['team == playback', 'owner = playback'],
    ['owner != "Playback Control"', 'owner != "Playback Control"'],
    ['owner = \'a "b"\'', 'owner = "a \\"b\\""'],
    ["owner = o'brien", "owner = o'brien"],
    ['zone = us-east-1c', 'zone = us-east-1c'],
    ['health = FAILING', 'health = failing'],
    ['kind = datastore', 'kind = datastore'],
    ['region in (us-east-1,eu-west-1)', 'region in (us-east-1, eu-west-1)'],
    ['owner not in (a, b)', 'not owner in (a, b)'],
    ['name ~ play*', 'name ~ play*'],
    ['playback', 'name ~ playback'],
    ['"errors"', 'name ~ errors'],
    ['3scale', 'name ~ 3scale'],
    ['path', 'name ~ path'],
    ['errors is unknown', 'errors is unknown'],
    ['errors is not known', 'errors is unknown'],
    ['errors is known', 'not errors is unknown'],
    ['neighbours of playback-api', 'neighbours of playback-api'],
    ['neighbors(2) of us-east-1/api', 'neighbours(2) of us-east-1/api'],
    ['upstream of selected', 'upstream of selected'],
    ['upstream of "selected"', 'upstream of "selected"'],
    ['upstream(1) of x', 'callers of x'],
    ['callees of x', 'callees of x'],
    ['path from a to b', 'path from a to b'],
    ['errors > 1% or neighbours', 'errors > 1% or neighbours'],
    ['neighbours of (errors > 1%)', 'errors > 1% or neighbours'],
    ['selected or upstream', 'upstream of selected'],
    ['a or b or neighbours or c', '(name ~ a or name ~ b or neighbours) or name ~ c'],
    ['a or neighbours of b', 'name ~ a or neighbours of b'],
    ['a or neighbours(2) of b', 'name ~ a or neighbours(2) of b'],
    ['a or neighbours(2)', 'name ~ a or neighbours(2)'],
    ['a or b and c', 'name ~ a or name ~ b and name ~ c'],
    ['(a or b) and c', '(name ~ a or name ~ b) and name ~ c'],
    ['not a and b', 'not name ~ a and name ~ b'],
    ['not (a and b)', 'not (name ~ a and name ~ b)'],
    ['not not a', 'name ~ a'],
    ['!a && b || c', 'not name ~ a and name ~ b or name ~ c'],
    ['((a))', 'name ~ a'],
    ['top(10) by rps', 'top(10) by rps'],
    ['edge.errors > 1%', 'connection.errors > 1%'],
    ['protocol = grpc', 'protocol = grpc'],
    ['connection.health = failing', 'connection.health = failing'],
  ])('%s', (text, canonical) => {
    expect(printed(text)).toBe(canonical)
  })

  test('`and` binds more tightly than `or`, and `not` than both', () => {
    expect(parsed('not a or b and c')).toEqual({
      kind: 'or',
      parts: [
        { kind: 'not', part: name('a') },
        { kind: 'and', parts: [name('b'), name('c')] },
      ],
    })
  })

  test('a widening takes all that stands before it', () => {
    expect(parsed('a and b or c or neighbours')).toEqual({
      kind: 'around',
      walk: 'neighbours',
      hops: 1,
      of: { kind: 'or', parts: [{ kind: 'and', parts: [name('a'), name('b')] }, name('c')] },
    })
  })
})

describe('faults', () => {
  test.each([
    ['erors > 1%', '[erors]', 'did you mean `errors`', 'errors'],
    ['errros>1%', '[errros]', 'did you mean `errors`', 'errors'],
    ['onwer = playback', '[onwer]', 'did you mean `owner`', 'owner'],
    ['xyzzy > 1%', '[xyzzy]', 'no measure and no attribute', 'errors'],
    ['p90 > 1s', '[p90]', 'only p99 does', 'p99'],
    ['edge.saturation > 1%', '[edge.saturation]', 'no saturation', 'saturation'],
    ['1% < errors', '[1%]', 'write the measure first', 'errors > 1%'],
    ['errors > 5', '[5]', 'has no unit', '5%'],
    ['errors > 0.05', '[0.05]', 'could be meant', '5%'],
    ['p99 > 2', '[2]', '`2ms` or `2s`', '2s'],
    ['p99 > 2 k', '[2 k]', 'no unit of p99', '2ms'],
    ['rps > 5ms', '[5ms]', 'no unit of rps', '5k'],
    ['rps > -5', '[-5]', 'below zero', '5'],
    ['rps > many', '[many]', 'no number', '5'],
    ['rps > 1234567890', '[1234567890]', 'nine digits', '5'],
    ['rps > 1,000', '[,]', 'A comma', undefined],
    ['rps ~ 5', '[~]', 'is a number', '>'],
    ['rps in (5)', '[in]', 'is a number', '>'],
    ['owner > x', '[>]', 'is for numbers', '='],
    ['health ~ fail', '[~]', 'not for health', '='],
    ['health = faling', '[faling]', 'did you mean `failing`', 'failing'],
    ['owner = play*', '[play*]', 'write ~', '~'],
    ['owner = and', '[and]', 'in quotes', '"and"'],
    ['owner =', '[]', 'value is missing', undefined],
    ['owner = ""', '[""]', 'value is missing', undefined],
    ['owner in a', '[a]', 'comes a list', '('],
    ['owner in (a', '[]', 'never closed', ')'],
    ['owner is lost', '[lost]', 'comes `unknown`', 'unknown'],
    ['errors', '[errors]', 'needs a comparison', '>'],
    ['owner', '[owner]', 'write "owner" in quotes', '='],
    ['a b', '[b]', 'Say `and` or `or`', 'and'],
    ['a "b c"', '["b c"]', 'Say `and` or `or`', 'or'],
    ['a and', '[]', 'missing at the end', 'errors'],
    ['and a', '[and]', 'nothing to join', 'errors'],
    ['> 5', '[>]', 'nothing before it', 'errors'],
    ['(a', '[(]', 'never closed', ')'],
    ['a)', '[)]', 'closes nothing', undefined],
    ['()', '[()]', 'nothing between', undefined],
    ['"a', '["a]', 'no end', '"'],
    ['a or neighbours and b', '[and]', 'into parentheses', 'or'],
    ['neighbours', '[neighbours]', 'needs `of`', 'neighbours of selected'],
    ['neighbours(0) of a', '[(0)]', 'from 1 to 99', '(2)'],
    ['neighbours(x) of a', '[(x)]', 'from 1 to 99', '(2)'],
    ['upstream of', '[]', 'service is missing', 'selected'],
    ['path from a', '[]', 'needs `to`', 'to'],
    ['top(10)', '[]', '`by` and a measure', 'by rps'],
    ['top(10) by owner', '[owner]', '`by` and a measure', 'by rps'],
    ['', '[]', 'Nothing is asked', 'errors > 1%'],
    ['   ', '[   ]', 'Nothing is asked', 'errors > 1%'],
  ])('%s at %s: %s', (text, place, words, expected) => {
    const [fault] = faultsOf(text)
    expect(`[${text.slice(fault?.from, fault?.to)}]`).toBe(place)
    expect(fault?.message).toContain(words)
    if (expected === undefined) expect(fault?.expected).toEqual([])
    else expect(fault?.expected).toContain(expected)
  })

  test('several are told at once', () => {
    const text = 'erors > 1% and p99 > 2 or health = faling'
    expect(faultsOf(text).map(({ from, to }) => text.slice(from, to))).toEqual(['erors', '2', 'faling'])
  })
})

describe('hostile text', () => {
  const SIZE = 100_000
  const long = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE)

  test.each([
    '(',
    ')',
    'not ',
    '!',
    'a or ',
    'a and ',
    '"',
    '\\',
    '"\\',
    'x',
    '*',
    '1',
    ',',
    '>',
    'errors > ',
    '&',
    ' ',
    '\0',
    'neighbours of (',
    '(not ',
    'a or neighbours or ',
    'owner in (a,',
    'path from ',
    'top(',
    '"a" ',
    '1.',
    '\ud800',
  ])('100 kB of %j is refused, not choked on', (piece) => {
    const parsing = parseExpression(long(piece))
    expect(
      parsing.kind === 'wrong' ? parsing.faults.length : printExpression(parsing.expression).length,
    ).toBeGreaterThan(0)
  })

  test('each character belongs to one token at most, and reading stops where nobody could follow', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), fc.nat({ max: 10 }), (text, limit) => {
        const tokens = readTokens(text, limit)
        expect(tokens.length).toBeLessThanOrEqual(limit + 1)
        tokens.reduce((end, { kind, from, to }) => {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThanOrEqual(kind === 'end' ? from : from + 1)
          return to
        }, 0)
      }),
    )
    expect(readTokens(long('a '), 1_000)).toHaveLength(1_001)
  })

  test('depth is bounded, and what lies within the bound is read', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`
    expect(parsed(nested(MAX_DEPTH))).toEqual(name('a'))
    expect(faultsOf(nested(MAX_DEPTH + 1))[0]?.message).toContain(`more than ${MAX_DEPTH} deep`)
    expect(faultsOf(`${'neighbours of ('.repeat(MAX_DEPTH + 1)}a`)[0]?.message).toContain('deep')
  })

  test('terms are bounded, values of a list among them', () => {
    const chain = (terms: number) => Array.from({ length: terms }, () => 'a').join(' or ')
    expect(parseExpression(chain(MAX_TERMS)).kind).toBe('parsed')
    expect(faultsOf(chain(MAX_TERMS + 1))[0]?.message).toContain(`More than ${MAX_TERMS} terms`)
    expect(faultsOf(`owner in (${long('a,')}`)[0]?.message).toContain('terms')
    expect(parseExpression(long('not ').slice(0, 8_000) + 'a').kind).toBe('parsed')
  })

  test('messages stay short', () => {
    for (const { message, expected } of [`${long('x')} > 1`, `errors > ${long('9')}`, `health = ${long('y')}`].flatMap(
      faultsOf,
    )) {
      expect(message.length).toBeLessThan(300)
      expect(expected.join('').length).toBeLessThan(300)
    }
  })

  test('nothing is thrown, and faults lie within the text', () => {
    const piece = fc.oneof(
      awkwardName,
      fc.constantFrom('errors', 'owner', '>', '=', '~', '(', ')', ',', 'and', 'or', 'not', 'in', 'is', 'of', '5%'),
      fc.constantFrom('neighbours', 'path', 'from', 'to', 'top', 'by', 'rps', 'selected', '"', 'unknown', '2', 's'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join(' ')
        const parsing = parseExpression(text)
        if (parsing.kind === 'parsed') return
        expect(parsing.faults.length).toBeGreaterThan(0)
        for (const { from, to, message } of parsing.faults) {
          expect(message).not.toBe('')
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeGreaterThanOrEqual(from)
          expect(to).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

function name(value: string): Expression {
  return { kind: 'text', subject: 'service', attribute: 'name', operator: '~', value }
}

function parsed(text: string): Expression {
  const parsing = parseExpression(text)
  if (parsing.kind === 'wrong') throw new Error(parsing.faults.map(({ message }) => message).join('; '))
  return parsing.expression
}

function printed(text: string): string {
  return printExpression(parsed(text))
}

function faultsOf(text: string) {
  const parsing = parseExpression(text)
  return parsing.kind === 'wrong' ? parsing.faults : []
}
