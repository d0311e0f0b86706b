import type { Expression, NamedService, Place, Quantity, Subject } from './expression.ts'
import type { RowTerm } from './judge-rows.ts'
import { DIMENSIONS } from './vocabulary.ts'
import { descriptionWords as words } from './words.ts'

/**
 * One sentence for people: "services with errors above 1 %, and their neighbours". A negation is told by what it means
 * of its parts, as it is evaluated: "errors at or below 1 %" rather than "not …", since unknown is neither.
 */
export function describeExpression(expression: Expression): string {
  return noun(expression)
}

/** A group of services; widenings are groups of their own, everything else is a clause about services. */
function noun(expression: Expression): string {
  if (expression.kind === 'around') return around(expression)
  if (expression.kind === 'or' && expression.parts.some(({ kind }) => kind === 'around' || kind === 'path')) {
    return expression.parts.map(noun).join(words.groups)
  }
  if (expression.kind === 'path') return path(expression)
  if (expression.kind === 'selected') return words.selected
  return words.services(clause(expression, true))
}

/** What is said of each of them; `holds` is false under a negation. */
function clause(expression: Expression, holds: boolean): string {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const all = (expression.kind === 'and') === holds
      return expression.parts.map((part) => grouped(part, holds)).join(all ? words.and : words.or)
    }
    case 'not':
      return clause(expression.part, !holds)
    case 'selected':
      return holds ? words.thatIsSelected : words.thatIsNotSelected
    case 'around':
      return words.among(around(expression), holds)
    case 'path':
      return words.among(path(expression), holds)
    default:
      return term(expression, holds)
  }
}

function grouped(part: Expression, holds: boolean): string {
  const inner = part.kind === 'not' ? part.part : part
  const said = clause(part, holds)
  return inner.kind === 'and' || inner.kind === 'or' ? `(${said})` : said
}

function around({ of, walk, hops }: Extract<Expression, { kind: 'around' }>): string {
  const isPlace = of.kind === 'service' || of.kind === 'selected'
  const group = isPlace ? place(of) : noun(of)
  return isPlace ? words.around[walk](group, hops) : words.widened[walk](group, hops)
}

function path({ from, to }: Extract<Expression, { kind: 'path' }>): string {
  return words.path(place(from), place(to))
}

function place(of: Place | NamedService): string {
  return of.kind === 'selected' ? words.selected : of.name
}

function term(one: RowTerm, holds: boolean): string {
  switch (one.kind) {
    case 'compare': {
      const comparison = holds ? one.comparison : words.opposites[one.comparison]
      return ofSubject(
        one.subject,
        words.compare(
          words.measures[one.measure],
          words.comparisons[comparison],
          quantityOf(one.quantity, one.measure),
        ),
      )
    }
    case 'text': {
      const isSo = (one.operator !== '!=') === holds
      const said = one.operator === '~' ? words.like(one.value, isSo) : words.equal(one.value, isSo)
      return ofSubject(one.subject, words.attribute(one.attribute, said))
    }
    case 'one-of':
      return ofSubject(one.subject, words.attribute(one.attribute, words.oneOf(one.values, holds)))
    case 'unknown': {
      const field = words.fields[one.field]
      return ofSubject(one.subject, holds ? words.unknown(field) : words.known(field))
    }
    case 'top':
      return words.top(one.count, words.measures[one.measure], holds)
  }
}

function ofSubject(subject: Subject, said: string): string {
  return subject === 'service' ? said : words.withConnection(said)
}

/** With the thin space people know from the screen. */
function quantityOf({ amount, unit }: Quantity, measure: keyof typeof DIMENSIONS): string {
  const suffix = DIMENSIONS[measure] === 'rate' ? '/s' : ''
  return unit === '' ? `${amount}${suffix}` : `${amount} ${unit}${suffix}`
}
