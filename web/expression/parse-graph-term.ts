import { MAX_HOPS, MAX_TOP, type Expression, type Place } from './expression.ts'
import { isConnective, type TokenReader } from './token-reader.ts'
import { FIELDS, fieldOf, type WalkWord } from './vocabulary.ts'
import { faultWords } from './words.ts'

/** Reads what is in parentheses; null where the structure is at fault. */
export type ParseParentheses = (reader: TokenReader) => Expression | null

/** `neighbours(2) of playback-api`, `upstream of (errors > 1%)`; the walk's word is at hand. */
export function parseAround(reader: TokenReader, word: WalkWord, parentheses: ParseParentheses): Expression | null {
  const at = reader.next()
  const hops = parseHops(reader, word.hops)
  if (hops === undefined) return null
  if (!reader.skipWord('of')) {
    reader.fault(at, faultWords.ofMissing(word.word), [`${word.word} of selected`])
    return null
  }
  const of = reader.peek().kind === 'open' ? parentheses(reader) : parsePlace(reader, `${word.word} of`)
  return of === null ? null : { kind: 'around', walk: word.walk, hops, of }
}

/** The number in parentheses where there is one, else the word's own; undefined where the structure is at fault. */
export function parseHops(reader: TokenReader, own: number | null): number | null | undefined {
  return reader.peek().kind === 'open' ? (parseCount(reader, MAX_HOPS) ?? undefined) : own
}

/** `(3)`; null where the structure is at fault. */
function parseCount(reader: TokenReader, most: number): number | null {
  const open = reader.next()
  const count = reader.peek()
  const value = count.kind === 'word' && /^\d{1,4}$/.test(count.text) ? Number(count.text) : 0
  if (count.kind === 'word' || count.kind === 'string') reader.next()
  const close = reader.peek()
  if (close.kind !== 'close') {
    reader.fault(open, faultWords.unclosed, [')'])
    return null
  }
  reader.next()
  if (value >= 1 && value <= most) return value
  reader.fault({ from: open.from, to: close.to }, faultWords.countWrong(most), ['(2)'])
  return 1
}

/** `path from a to b`; `path` is at hand. */
export function parsePath(reader: TokenReader): Expression | null {
  reader.next()
  reader.next()
  const from = parsePlace(reader, 'path from')
  if (from === null) return null
  if (!reader.skipWord('to')) {
    reader.fault(reader.peek(), faultWords.toMissing, ['to'])
    return null
  }
  const to = parsePlace(reader, 'to')
  return to === null ? null : { kind: 'path', from, to }
}

/** `top(10) by rps`; `top` is at hand. */
export function parseTop(reader: TokenReader): Expression | null {
  reader.next()
  const count = parseCount(reader, MAX_TOP)
  if (count === null) return null
  const by = reader.peek()
  const field = reader.skipWord('by') && reader.peek().kind === 'word' ? fieldOf(reader.peek().text) : null
  if (field?.of.kind === 'measure' && field.subject === 'service') {
    reader.next()
    return { kind: 'top', count, measure: field.of.measure }
  }
  const measures = FIELDS.filter(({ of, subject }) => of.kind === 'measure' && subject === 'service')
  reader.fault(
    reader.peek().kind === 'end' ? by : reader.peek(),
    faultWords.topBy,
    measures.map(({ word }) => `by ${word}`),
  )
  return null
}

function parsePlace(reader: TokenReader, after: string): Place | null {
  const token = reader.peek()
  if (token.kind === 'unclosed') {
    reader.fault(token, faultWords.unclosedText, ['"'])
    return null
  }
  if ((token.kind !== 'word' && token.kind !== 'string') || isConnective(token) || token.text === '') {
    const message = isConnective(token) ? faultWords.valueIsWord(token.text) : faultWords.placeMissing(after)
    reader.fault(token, message, ['selected'])
    return null
  }
  reader.next()
  if (token.kind === 'word' && token.text.toLowerCase() === 'selected') return { kind: 'selected' }
  return { kind: 'service', name: token.text }
}
