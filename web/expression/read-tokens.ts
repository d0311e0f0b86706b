/**
 * Text to tokens, in one pass from left to right. What cannot be read is a token too, so that the reader of tokens says
 * in words what is wrong with it. Positions count UTF-16 units, as the field people type into does.
 */

export type TokenKind = 'word' | 'string' | 'operator' | 'open' | 'close' | 'comma' | 'unclosed' | 'end'

export interface Token {
  kind: TokenKind
  /** A string without its quotes, an operator in its plain spelling (`≥` is `>=`). */
  text: string
  from: number
  to: number
}

const SPACE = /\s/u
/** Ends a word; quotes do so only at its beginning, so that `o'brien` is one. */
const ENDS_WORD = /[\s()=!~<>&|,≥≤≠]/u
const SINGLES: Readonly<Record<string, TokenKind>> = { '(': 'open', ')': 'close', ',': 'comma' }
/** Longest first. Programmers' signs for and, or and not are words of the language. */
const SIGNS: readonly { typed: string; kind: 'operator' | 'word'; text: string }[] = [
  { typed: '>=', kind: 'operator', text: '>=' },
  { typed: '<=', kind: 'operator', text: '<=' },
  { typed: '!=', kind: 'operator', text: '!=' },
  { typed: '<>', kind: 'operator', text: '!=' },
  { typed: '==', kind: 'operator', text: '=' },
  { typed: '&&', kind: 'word', text: 'and' },
  { typed: '||', kind: 'word', text: 'or' },
  { typed: '≥', kind: 'operator', text: '>=' },
  { typed: '≤', kind: 'operator', text: '<=' },
  { typed: '≠', kind: 'operator', text: '!=' },
  { typed: '>', kind: 'operator', text: '>' },
  { typed: '<', kind: 'operator', text: '<' },
  { typed: '=', kind: 'operator', text: '=' },
  { typed: '~', kind: 'operator', text: '~' },
  { typed: '&', kind: 'word', text: 'and' },
  { typed: '|', kind: 'word', text: 'or' },
  { typed: '!', kind: 'word', text: 'not' },
]

/** At most `limit` tokens; the last is always the end, which stands where reading stopped. */
export function readTokens(text: string, limit = Infinity): Token[] {
  const tokens: Token[] = []
  let at = skipSpace(text, 0)
  while (at < text.length && tokens.length < limit) {
    const token = readToken(text, at)
    tokens.push(token)
    at = skipSpace(text, token.to)
  }
  const end = at < text.length ? at : text.length
  tokens.push({ kind: 'end', text: '', from: end, to: end })
  return tokens
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && SPACE.test(text.charAt(at))) at += 1
  return at
}

function readToken(text: string, from: number): Token {
  const first = text.charAt(from)
  if (first === '"' || first === "'") return readString(text, from, first)
  const single = SINGLES[first]
  if (single !== undefined) return { kind: single, text: first, from, to: from + 1 }
  const sign = SIGNS.find(({ typed }) => text.startsWith(typed, from))
  if (sign !== undefined) return { kind: sign.kind, text: sign.text, from, to: from + sign.typed.length }
  let to = from + 1
  while (to < text.length && !ENDS_WORD.test(text.charAt(to))) to += 1
  return { kind: 'word', text: text.slice(from, to), from, to }
}

/** A backslash takes the next character as it is. */
function readString(text: string, from: number, quote: string): Token {
  const read: string[] = []
  let at = from + 1
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === quote) return { kind: 'string', text: read.join(''), from, to: at + 1 }
    if (character === '\\') at += 1
    read.push(text.charAt(at))
    at += 1
  }
  return { kind: 'unclosed', text: read.join(''), from, to: text.length }
}

/** True where this stands for itself without quotes. */
export function isPlainWord(text: string): boolean {
  const tokens = readTokens(text, 2)
  const [first] = tokens
  return tokens.length === 2 && first?.kind === 'word' && first.text === text && first.to === text.length
}
