import { MAX_TERMS } from './expression.ts'
import { CONNECTIVES } from './vocabulary.ts'
import { readTokens, type Token, type TokenKind } from './read-tokens.ts'
import { faultWords } from './words.ts'

export interface Fault {
  /** Where in the text, in UTF-16 units; `to` is exclusive. */
  from: number
  to: number
  /** One sentence for a person. */
  message: string
  /** What could stand there instead. */
  expected: readonly string[]
}

/** More faults than this help nobody. */
const MAX_FAULTS = 8
/** No expression within the bound of terms has more; what comes after is not even read. */
const MAX_TOKENS = MAX_TERMS * 12

/** The tokens with a place among them, and what was found wrong on the way. */
export interface TokenReader {
  readonly faults: readonly Fault[]
  /** The token at hand, or one further on. */
  peek(ahead?: number): Token
  /** Takes the token at hand; the end is never passed. */
  next(): Token
  /** Takes the token at hand where it is of this kind. */
  skip(kind: TokenKind): boolean
  /** True where the token at hand, or one further on, is this word without quotes, in any case. */
  isWord(word: string, ahead?: number): boolean
  skipWord(word: string): boolean
  fault(at: { from: number; to: number }, message: string, expected?: readonly string[]): void
  /** Counts a term; says so and is false where there are too many. */
  spendTerm(): boolean
}

export function createTokenReader(text: string): TokenReader {
  const tokens = readTokens(text, MAX_TOKENS)
  const end: Token = tokens.at(-1) ?? { kind: 'end', text: '', from: 0, to: 0 }
  const faults: Fault[] = []
  let at = 0
  let terms = 0
  const peek = (ahead = 0): Token => tokens[at + ahead] ?? end
  const isWord = (word: string, ahead = 0): boolean => {
    const token = peek(ahead)
    return token.kind === 'word' && token.text.toLowerCase() === word
  }
  const fault = (place: { from: number; to: number }, message: string, expected: readonly string[] = []): void => {
    if (faults.length < MAX_FAULTS) faults.push({ from: place.from, to: place.to, message, expected })
  }
  const next = (): Token => {
    const token = peek()
    if (at < tokens.length - 1) at += 1
    return token
  }
  const skipIf = (holds: boolean): boolean => {
    if (holds) next()
    return holds
  }
  const tooLong = (): void => {
    fault({ from: end.from, to: text.length }, faultWords.tooLong(MAX_TERMS))
  }
  if (end.from < text.length) tooLong()
  return {
    faults,
    peek,
    next,
    isWord,
    fault,
    skip: (kind) => skipIf(peek().kind === kind),
    skipWord: (word) => skipIf(isWord(word)),
    spendTerm() {
      terms += 1
      if (terms === MAX_TERMS + 1) fault({ from: peek().from, to: text.length }, faultWords.tooLong(MAX_TERMS))
      return terms <= MAX_TERMS
    },
  }
}

export function isConnective(token: Token): boolean {
  return token.kind === 'word' && CONNECTIVES.includes(token.text.toLowerCase())
}
