import type { Attribute, Comparison, Expression, Measure } from './expression.ts'
import { nearestWord } from './nearest-word.ts'
import { readQuantity } from './read-quantity.ts'
import type { Token } from './read-tokens.ts'
import { isConnective, type TokenReader } from './token-reader.ts'
import { CHOICES, DIMENSIONS, isChoice, nameOf, type Field } from './vocabulary.ts'
import { dimensionExamples, faultWords } from './words.ts'

/** `errors > 1%`, `owner in (a, b)`, `p99 is unknown`; the field is at hand. Null where the structure is at fault. */
export function parseCondition(reader: TokenReader, field: Field): Expression | null {
  const at = reader.next()
  const { subject, of } = field
  if (reader.skipWord('is')) return parseKnowledge(reader, field)
  const negated = reader.isWord('not') && reader.isWord('in', 1)
  if (negated) reader.next()
  const operator = reader.peek()
  if (reader.skipWord('in')) {
    const list = parseList(reader, field, operator)
    return list !== null && negated ? { kind: 'not', part: list } : list
  }
  if (operator.kind !== 'operator') {
    const example = of.kind === 'measure' ? dimensionExamples[DIMENSIONS[of.measure]] : ''
    const message = of.kind === 'measure' ? faultWords.measureAlone(at.text, example) : faultWords.fieldAlone(at.text)
    reader.fault(at, message, operatorsOf(of.kind))
    return null
  }
  reader.next()
  if (of.kind === 'attribute') return parseText(reader, { subject, attribute: of.attribute, word: at.text, operator })
  return parseComparison(reader, { subject, measure: of.measure, word: at.text, operator })
}

function operatorsOf(kind: 'measure' | 'attribute'): string[] {
  return kind === 'measure' ? ['>', '>=', '<', '<=', '=', '!=', 'is unknown'] : ['=', '!=', '~', 'in (…)', 'is unknown']
}

function parseKnowledge(reader: TokenReader, field: Field): Expression | null {
  const unknown: Expression = { kind: 'unknown', subject: field.subject, field: nameOf(field) }
  if (reader.skipWord('not')) {
    if (reader.skipWord('unknown')) return { kind: 'not', part: unknown }
    if (reader.skipWord('known')) return unknown
  }
  if (reader.skipWord('unknown')) return unknown
  if (reader.skipWord('known')) return { kind: 'not', part: unknown }
  reader.fault(reader.peek(), faultWords.afterIs(field.word), ['unknown', 'known'])
  return null
}

interface ComparisonParts {
  subject: Field['subject']
  measure: Measure
  word: string
  operator: Token
}

function parseComparison(
  reader: TokenReader,
  { subject, measure, word, operator }: ComparisonParts,
): Expression | null {
  const value = takeValue(reader, `${word} ${operator.text}`, [dimensionExamples[DIMENSIONS[measure]]])
  if (value === null) return null
  // As the screen prints it: `1 %`, `18.4 k`.
  const unit = reader.peek()
  const apart = /^[\d.]+$/.test(value.text) && unit.kind === 'word' && /^(%|ms|s|k|m|(k|m)?\/s)$/i.test(unit.text)
  if (apart) reader.next()
  const place = { from: value.from, to: apart ? unit.to : value.to }
  const reading = readQuantity(apart ? value.text + unit.text : value.text, measure, word)
  const comparison = comparisonOf(operator.text)
  if (comparison === null) {
    reader.fault(operator, faultWords.notForMeasures(operator.text, word), operatorsOf('measure'))
  } else if (reading.kind === 'read')
    return { kind: 'compare', subject, measure, comparison, quantity: reading.quantity }
  if (reading.kind === 'wrong') reader.fault(place, reading.message, reading.expected)
  return { kind: 'unknown', subject, field: measure }
}

function comparisonOf(text: string): Comparison | null {
  const all: readonly Comparison[] = ['>', '>=', '<', '<=', '=', '!=']
  return all.find((one) => one === text) ?? null
}

interface TextParts {
  subject: Field['subject']
  attribute: Attribute
  word: string
  operator: Token
}

function parseText(reader: TokenReader, { subject, attribute, word, operator }: TextParts): Expression | null {
  const token = takeValue(reader, `${word} ${operator.text}`, valuesFor(attribute))
  if (token === null) return null
  const wrong: Expression = { kind: 'unknown', subject, field: attribute }
  const sign = operator.text
  if (sign !== '=' && sign !== '!=' && sign !== '~') {
    reader.fault(operator, faultWords.notForText(sign, word), operatorsOf('attribute'))
    return wrong
  }
  if (sign === '~' && isChoice(attribute)) {
    reader.fault(operator, faultWords.notForChoice(sign, word), ['=', '!=', 'in (…)'])
    return wrong
  }
  const value = readValue(reader, token, attribute, sign)
  return value === null ? wrong : { kind: 'text', subject, attribute, operator: sign, value }
}

function valuesFor(attribute: Attribute): readonly string[] {
  return isChoice(attribute) ? CHOICES[attribute] : []
}

/** Null where it is no value of this attribute, which has been told then. */
function readValue(reader: TokenReader, token: Token, attribute: Attribute, sign: string): string | null {
  if (isChoice(attribute)) {
    const known: readonly string[] = CHOICES[attribute]
    const lower = token.text.toLowerCase()
    if (known.includes(lower)) return lower
    reader.fault(token, faultWords.noSuchChoice(attribute, token.text, nearestWord(lower, known)), known)
    return null
  }
  if (token.kind === 'word' && token.text.includes('*') && sign !== '~') {
    reader.fault(token, faultWords.starWithEquals(token.text), ['~'])
    return null
  }
  return token.text
}

/** The value at hand; null where there is none, which has been told then. */
function takeValue(reader: TokenReader, after: string, expected: readonly string[] = []): Token | null {
  const token = reader.peek()
  if (token.kind === 'unclosed') reader.fault(token, faultWords.unclosedText, ['"'])
  else if (isConnective(token)) reader.fault(token, faultWords.valueIsWord(token.text), [`"${token.text}"`])
  else if ((token.kind === 'word' || token.kind === 'string') && token.text !== '') return reader.next()
  else reader.fault(token, faultWords.valueMissing(after), expected)
  return null
}

function parseList(reader: TokenReader, field: Field, at: Token): Expression | null {
  const open = reader.peek()
  if (!reader.skip('open')) {
    reader.fault(open, faultWords.listMissing(field.word), ['('])
    return null
  }
  const values: string[] = []
  do {
    const token = takeValue(reader, `${field.word} in (`)
    if (token === null || !reader.spendTerm()) return null
    const value = field.of.kind === 'attribute' ? readValue(reader, token, field.of.attribute, 'in') : null
    if (value !== null) values.push(value)
  } while (reader.skip('comma'))
  if (!reader.skip('close')) {
    reader.fault(reader.peek(), faultWords.listUnclosed, [',', ')'])
    return null
  }
  if (field.of.kind === 'attribute') {
    return { kind: 'one-of', subject: field.subject, attribute: field.of.attribute, values }
  }
  reader.fault(at, faultWords.notForMeasures('in', field.word), operatorsOf('measure'))
  return { kind: 'unknown', subject: field.subject, field: nameOf(field) }
}
