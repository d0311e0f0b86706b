import type { Token } from './read-tokens.ts'
import { fieldOf, walkWordOf, type Field } from './vocabulary.ts'

/**
 * What may come after the tokens so far. Half an expression has no tree, so this follows the grammar from token to
 * token as a machine with few states; what it does not understand leaves it expecting a joint.
 */
export type Expecting =
  /** A term; after `or` a widening as well. */
  | { kind: 'term'; afterOr: boolean }
  | { kind: 'operator'; field: Field }
  | { kind: 'knowledge' }
  | { kind: 'value'; field: Field }
  | { kind: 'list'; field: Field }
  | { kind: 'list-value'; field: Field }
  | { kind: 'list-joint'; field: Field }
  | { kind: 'of'; afterOr: boolean }
  | { kind: 'hops'; afterOr: boolean }
  | { kind: 'place' }
  | { kind: 'path' }
  | { kind: 'path-start' }
  | { kind: 'path-to' }
  | { kind: 'top' }
  | { kind: 'top-count' }
  | { kind: 'measure' }
  /** `and`, `or`, a closing parenthesis. */
  | { kind: 'joint' }

export function expectAfter(tokens: readonly Token[]): Expecting {
  let expecting: Expecting = { kind: 'term', afterOr: false }
  for (const [index, token] of tokens.entries()) expecting = step(expecting, token, tokens[index + 1])
  return expecting
}

const JOINT: Expecting = { kind: 'joint' }

function step(state: Expecting, token: Token, next: Token | undefined): Expecting {
  const word = token.kind === 'word' ? token.text.toLowerCase() : ''
  switch (state.kind) {
    case 'term':
      return afterTermStart(state.afterOr, token, word, next)
    case 'operator':
      if (token.kind === 'operator') return { kind: 'value', field: state.field }
      if (word === 'is') return { kind: 'knowledge' }
      if (word === 'not') return state
      return word === 'in' ? { kind: 'list', field: state.field } : afterJoint(word)
    case 'knowledge':
      return word === 'not' ? state : JOINT
    case 'list':
      return token.kind === 'open' ? { kind: 'list-value', field: state.field } : JOINT
    case 'list-value':
      return token.kind === 'close' ? JOINT : { kind: 'list-joint', field: state.field }
    case 'list-joint':
      return token.kind === 'comma' ? { kind: 'list-value', field: state.field } : JOINT
    case 'of':
      if (token.kind === 'open') return { kind: 'hops', afterOr: state.afterOr }
      return word === 'of' ? { kind: 'place' } : afterJoint(word)
    case 'hops':
      return token.kind === 'close' ? { kind: 'of', afterOr: state.afterOr } : state
    case 'place':
      return token.kind === 'open' ? { kind: 'term', afterOr: false } : JOINT
    case 'path':
      return word === 'from' ? { kind: 'path-start' } : afterJoint(word)
    case 'path-start':
      return { kind: 'path-to' }
    case 'path-to':
      return word === 'to' ? { kind: 'place' } : afterJoint(word)
    case 'top':
      return word === 'by' ? { kind: 'measure' } : { kind: 'top-count' }
    case 'top-count':
      return token.kind === 'close' ? { kind: 'top' } : state
    case 'value':
    case 'measure':
      return JOINT
    case 'joint':
      return afterJoint(word)
  }
}

function afterJoint(word: string): Expecting {
  return word === 'and' || word === 'or' ? { kind: 'term', afterOr: word === 'or' } : JOINT
}

function afterTermStart(afterOr: boolean, token: Token, word: string, next: Token | undefined): Expecting {
  if (token.kind === 'open' || ['and', 'or', 'not'].includes(word)) return { kind: 'term', afterOr: word === 'or' }
  if (token.kind !== 'word') return JOINT
  if (walkWordOf(word) !== null) return { kind: 'of', afterOr }
  // A service may have `path` or `top` in its name: only what follows makes them words of the language.
  if (word === 'path' && (next === undefined || next.text.toLowerCase() === 'from')) return { kind: 'path' }
  if (word === 'top' && next?.kind === 'open') return { kind: 'top-count' }
  const field = fieldOf(word)
  return field === null ? JOINT : { kind: 'operator', field }
}
