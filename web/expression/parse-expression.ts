import { allOf, anyOf, MAX_DEPTH, notOf, type Expression } from './expression.ts'
import { parseHops } from './parse-graph-term.ts'
import { parseTerm } from './parse-term.ts'
import { createTokenReader, type Fault, type TokenReader } from './token-reader.ts'
import { walkWordOf, type WalkWord } from './vocabulary.ts'
import { faultWords } from './words.ts'

/**
 * What people type into the filter, read by recursive descent:
 *
 *     or   = and { "or" ( widening | and ) }        widening = walk word [ "(" hops ")" ] without "of"
 *     and  = not { "and" not }
 *     not  = { "not" } ( "(" or ")" | term )
 *
 * A widening takes all that stands before it: in `a or b or neighbours` the neighbours of both. A fault within a term
 * (a mistyped measure, a wrong unit) does not stop the reading, so that several are told at once; a fault of the
 * structure does. Each token is looked at a bounded number of times, depth and terms are bounded: hostile text costs
 * time linear in its length, and no stack.
 */

export type Parsed = { kind: 'parsed'; expression: Expression } | { kind: 'wrong'; faults: readonly Fault[] }

export function parseExpression(text: string): Parsed {
  const reader = createTokenReader(text)
  if (reader.faults.length > 0) return { kind: 'wrong', faults: reader.faults }
  if (reader.peek().kind === 'end') reader.fault({ from: 0, to: text.length }, faultWords.nothingAsked, ['errors > 1%'])
  const expression = reader.faults.length > 0 ? null : parseOr(reader, 0)
  if (expression !== null) faultOfRest(reader)
  if (reader.faults.length > 0 || expression === null) return { kind: 'wrong', faults: reader.faults }
  return { kind: 'parsed', expression }
}

/** Null where the structure is at fault, which has been told then. */
function parseOr(reader: TokenReader, depth: number): Expression | null {
  const first = parseAnd(reader, depth)
  if (first === null) return null
  let parts = [first]
  while (reader.skipWord('or')) {
    const widening = wideningAt(reader)
    if (widening === null) {
      const part = parseAnd(reader, depth)
      if (part === null) return null
      parts.push(part)
      continue
    }
    reader.next()
    const hops = parseHops(reader, widening.hops)
    if (hops === undefined) return null
    if (!reader.spendTerm()) return null
    parts = [{ kind: 'around', walk: widening.walk, hops, of: anyOf(parts) }]
    if (reader.isWord('and')) {
      reader.fault(reader.peek(), faultWords.afterExpansion(widening.word), ['or', ')'])
      return null
    }
  }
  return anyOf(parts)
}

function wideningAt(reader: TokenReader): WalkWord | null {
  const token = reader.peek()
  const walk = token.kind === 'word' ? walkWordOf(token.text) : null
  if (walk === null) return null
  const counted = reader.peek(1).kind === 'open' && reader.peek(3).kind === 'close'
  return reader.isWord('of', counted ? 4 : 1) ? null : walk
}

function parseAnd(reader: TokenReader, depth: number): Expression | null {
  const parts: Expression[] = []
  do {
    const part = parseNot(reader, depth)
    if (part === null) return null
    parts.push(part)
  } while (reader.skipWord('and'))
  return allOf(parts)
}

function parseNot(reader: TokenReader, depth: number): Expression | null {
  let negated = false
  while (reader.skipWord('not')) negated = !negated
  const part =
    reader.peek().kind === 'open'
      ? parseParentheses(reader, depth + 1)
      : parseTerm(reader, (inner) => parseParentheses(inner, depth + 1))
  if (part === null) return null
  return negated ? notOf(part) : part
}

function parseParentheses(reader: TokenReader, depth: number): Expression | null {
  const open = reader.next()
  if (depth > MAX_DEPTH) {
    reader.fault(open, faultWords.tooDeep(MAX_DEPTH))
    return null
  }
  if (reader.peek().kind === 'close') {
    reader.fault({ from: open.from, to: reader.peek().to }, faultWords.emptyParentheses)
    return null
  }
  const inner = parseOr(reader, depth)
  if (inner === null) return null
  if (reader.skip('close')) return inner
  if (reader.peek().kind === 'end') reader.fault(open, faultWords.unclosed, [')'])
  else faultOfRest(reader)
  return null
}

/** What stands where only `and`, `or` or an end could. */
function faultOfRest(reader: TokenReader): void {
  const token = reader.peek()
  switch (token.kind) {
    case 'end':
      return
    case 'close':
      return reader.fault(token, faultWords.unopened)
    case 'comma':
      return reader.fault(token, faultWords.commaHere)
    case 'operator':
      return reader.fault(token, faultWords.operatorHere(token.text), ['and', 'or'])
    case 'unclosed':
      return reader.fault(token, faultWords.unclosedText, ['"'])
    case 'open':
    case 'word':
    case 'string':
      return reader.fault(token, faultWords.joinWith(token.text), ['and', 'or'])
  }
}
