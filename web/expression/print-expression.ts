import type { Expression, NamedService, Place, Quantity, Walk } from './expression.ts'
import { isPlainWord } from './read-tokens.ts'
import { CONNECTIVES, fieldWordOf, WALK_WORDS } from './vocabulary.ts'

/** How tightly an expression holds together: what binds less than its place asks for stands in parentheses. */
const OR = 0
const AND = 1
const TERM = 2

/** Canonical text: parsed again it is the same expression. */
export function printExpression(expression: Expression): string {
  return print(expression, OR)
}

function print(expression: Expression, binding: number): string {
  return bindingOf(expression) < binding ? `(${write(expression)})` : write(expression)
}

function bindingOf(expression: Expression): number {
  if (expression.kind === 'or' || isWidening(expression)) return OR
  return expression.kind === 'and' ? AND : TERM
}

/** `… or neighbours` rather than `neighbours of …`. */
function isWidening(expression: Expression): boolean {
  return expression.kind === 'around' && expression.of.kind !== 'service' && expression.of.kind !== 'selected'
}

function write(expression: Expression): string {
  switch (expression.kind) {
    case 'compare': {
      const { subject, measure, comparison, quantity } = expression
      return `${fieldWordOf(subject, measure)} ${comparison} ${printQuantity(quantity)}`
    }
    case 'text':
      return `${fieldWordOf(expression.subject, expression.attribute)} ${expression.operator} ${printText(expression.value, expression.operator !== '~')}`
    case 'one-of': {
      const values = expression.values.map((value) => printText(value, true))
      return `${fieldWordOf(expression.subject, expression.attribute)} in (${values.join(', ')})`
    }
    case 'unknown':
      return `${fieldWordOf(expression.subject, expression.field)} is unknown`
    case 'top':
      return `top(${expression.count}) by ${expression.measure}`
    case 'selected':
      return 'selected'
    case 'around':
      return writeAround(expression)
    case 'path':
      return `path from ${printPlace(expression.from)} to ${printPlace(expression.to)}`
    case 'not':
      return `not ${print(expression.part, TERM)}`
    case 'and':
      return expression.parts.map((part) => print(part, TERM)).join(' and ')
    case 'or':
      return expression.parts.map((part) => print(part, AND)).join(' or ')
  }
}

function writeAround({ walk, hops, of }: Extract<Expression, { kind: 'around' }>): string {
  const word = printWalk(walk, hops)
  // What is widened takes all before it, and a widening of a widening needs no parentheses.
  return of.kind === 'service' || of.kind === 'selected'
    ? `${word} of ${printPlace(of)}`
    : `${print(of, OR)} or ${word}`
}

/** `callers` rather than `upstream(1)`. */
export function printWalk(walk: Walk, hops: number | null): string {
  const word = WALK_WORDS.find((one) => one.walk === walk && one.hops === hops)
  return word === undefined ? `${walk}(${hops ?? ''})` : word.word
}

export function printQuantity({ amount, unit }: Quantity): string {
  return `${amount}${unit}`
}

function printPlace(place: Place | NamedService): string {
  if (place.kind === 'selected') return 'selected'
  return place.name.toLowerCase() === 'selected' ? quoted(place.name) : printText(place.name, false)
}

/** Bare where it reads as the same value; a star is a pattern only after `~`. */
export function printText(text: string, whole: boolean): string {
  if (CONNECTIVES.includes(text.toLowerCase()) || (whole && text.includes('*'))) return quoted(text)
  return isPlainWord(text) ? text : quoted(text)
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`
}
