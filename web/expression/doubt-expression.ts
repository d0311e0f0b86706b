import type { Attribute, Expression, NamedService, Place } from './expression.ts'
import { equalTo } from './match-text.ts'
import { nearestWord } from './nearest-word.ts'
import { pictureOf, rowsNamed, rowsSelected, type Picture, type Question } from './picture.ts'
import { servicesOf, valuesOf } from './roster-values.ts'
import { doubtWords } from './words.ts'

/**
 * Why an expression without fault may match less than was meant: a team nobody knows, a service that is not there,
 * nothing selected, facts no source tells. One sentence each; none where all is known.
 */
export function doubtsOf(question: Omit<Question, 'frame' | 'thresholds'> & { expression: Expression }): string[] {
  const picture = pictureOf(question)
  return [...new Set(doubts(question, picture, question.expression))]
}

type Doubting = Omit<Question, 'frame' | 'thresholds'>

function doubts(question: Doubting, picture: Picture, expression: Expression | NamedService): string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.parts.flatMap((part) => doubts(question, picture, part))
    case 'not':
      return doubts(question, picture, expression.part)
    case 'around':
      return doubts(question, picture, expression.of)
    case 'path':
      return [expression.from, expression.to].flatMap((place) => doubtsOfPlace(question, picture, place))
    case 'service':
    case 'selected':
      return doubtsOfPlace(question, picture, expression)
    case 'text':
      return expression.operator === '~'
        ? doubtsOfSilence(question, expression.attribute)
        : doubtsOfValue(question, picture, expression.attribute, expression.value)
    case 'one-of':
      return expression.values.flatMap((value) => doubtsOfValue(question, picture, expression.attribute, value))
    case 'compare':
    case 'unknown':
    case 'top':
      return []
  }
}

function doubtsOfPlace({ roster, selected }: Doubting, picture: Picture, place: Place): string[] {
  if (place.kind === 'selected') {
    return rowsSelected(roster, picture, selected).length > 0 ? [] : [doubtWords.nothingSelected]
  }
  return doubtsOfName({ roster }, picture, place.name)
}

function doubtsOfName({ roster }: Pick<Doubting, 'roster'>, picture: Picture, name: string): string[] {
  if (rowsNamed(roster, picture, name).length > 0) return []
  const known = servicesOf(roster)
  const elsewhere = known.find(({ service }) => equalTo(name)(service))
  if (elsewhere !== undefined) return [doubtWords.elsewhere(name, elsewhere.regions)]
  const services = known.map(({ service }) => service)
  return [doubtWords.noService(name, nearestWord(name, services))]
}

function doubtsOfValue(question: Doubting, picture: Picture, attribute: Attribute, wanted: string): string[] {
  if (attribute === 'name') return doubtsOfName(question, picture, wanted)
  if (attribute === 'kind' || attribute === 'health' || attribute === 'protocol') return []
  const silence = doubtsOfSilence(question, attribute)
  if (silence.length > 0) return silence
  const { roster } = question
  const values = valuesOf(roster, attribute).map(({ value }) => value)
  const names = attribute === 'region' ? roster.regions.map(({ name }) => name) : []
  if ([...values, ...names].some(equalTo(wanted))) return []
  return [doubtWords.nobody(attribute, wanted, nearestWord(wanted, values))]
}

function doubtsOfSilence({ roster }: Doubting, attribute: Attribute): string[] {
  if (attribute === 'zone') {
    // Of the regions' traffic zones may be told all the same.
    return roster.nodes.some(({ zones }) => zones !== undefined) ? [] : [doubtWords.neverTold(attribute)]
  }
  if (attribute !== 'owner' && attribute !== 'domain') return []
  return valuesOf(roster, attribute).length === 0 ? [doubtWords.neverTold(attribute)] : []
}
