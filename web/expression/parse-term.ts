import type { Expression } from './expression.ts'
import { parseCondition } from './parse-condition.ts'
import { parseAround, parsePath, parseTop, type ParseParentheses } from './parse-graph-term.ts'
import { isConnective, type TokenReader } from './token-reader.ts'
import type { Token } from './read-tokens.ts'
import { nearestWord } from './nearest-word.ts'
import { CONNECTIVES, FIELDS, fieldOf, walkWordOf } from './vocabulary.ts'
import { faultWords } from './words.ts'

/** One condition, graph term or bare word; null where the structure is at fault, which has been told then. */
export function parseTerm(reader: TokenReader, parentheses: ParseParentheses): Expression | null {
  if (!reader.spendTerm()) return null
  const token = reader.peek()
  if (token.kind === 'string' && token.text !== '') return namePart(reader.next())
  if (token.kind !== 'word' || isConnective(token)) return faultOfStart(reader, token)
  const walk = walkWordOf(token.text)
  if (walk !== null) return parseAround(reader, walk, parentheses)
  if (reader.isWord('path') && reader.isWord('from', 1)) return parsePath(reader)
  if (reader.isWord('top') && reader.peek(1).kind === 'open') return parseTop(reader)
  if (reader.isWord('selected')) {
    reader.next()
    return { kind: 'selected' }
  }
  const field = fieldOf(token.text)
  if (field !== null) return parseCondition(reader, field)
  if (opensCondition(reader, 1)) return faultOfField(reader, token)
  return namePart(reader.next())
}

function namePart({ text }: Token): Expression {
  return { kind: 'text', subject: 'service', attribute: 'name', operator: '~', value: text }
}

/** True where what comes next can only follow a measure or an attribute. */
function opensCondition(reader: TokenReader, ahead: number): boolean {
  if (reader.peek(ahead).kind === 'operator' || reader.isWord('is', ahead)) return true
  const list = reader.isWord('not', ahead) ? ahead + 1 : ahead
  return reader.isWord('in', list) && reader.peek(list + 1).kind === 'open'
}

const NOT_CARRIED = /^(connection\.|edge\.)?(p\d{1,2}(\.\d+)?|median|mean|avg)$/

/** Tells what is wrong with the word before a comparison, and reads on behind it as well as may be. */
function faultOfField(reader: TokenReader, token: Token): Expression | null {
  const word = token.text.toLowerCase()
  const nearest = nearestWord(
    word,
    FIELDS.flatMap((field) => [field.word, ...field.also]),
  )
  const meant = nearest === null ? null : fieldOf(nearest)
  if (/^\d/.test(word) && reader.peek(1).kind === 'operator') {
    reader.fault(token, faultWords.numberFirst(token.text), ['errors > 1%'])
  } else if (NOT_CARRIED.test(word)) reader.fault(token, faultWords.notCarried(token.text), ['p99'])
  else if (/^(connection|edge)\.saturation$/.test(word)) reader.fault(token, faultWords.noSaturation, ['saturation'])
  else reader.fault(token, faultWords.unknownField(token.text, nearest), meant === null ? fieldWords() : [meant.word])
  if (!reader.peek(1).text || reader.peek(1).kind !== 'operator') return null
  reader.next()
  reader.next()
  const value = reader.peek()
  if ((value.kind !== 'word' && value.kind !== 'string') || isConnective(value)) return null
  return namePart(reader.next())
}

function faultOfStart(reader: TokenReader, token: Token): null {
  switch (token.kind) {
    case 'operator':
      reader.fault(token, faultWords.operatorHere(token.text), fieldWords())
      break
    case 'close':
      reader.fault(token, faultWords.unopened)
      break
    case 'comma':
      reader.fault(token, faultWords.commaHere)
      break
    case 'unclosed':
      reader.fault(token, faultWords.unclosedText, ['"'])
      break
    case 'end':
      reader.fault(token, faultWords.endsEarly, fieldWords())
      break
    default:
      reader.fault(
        token,
        token.text === '' ? faultWords.emptyText : faultWords.connectiveHere(token.text),
        fieldWords(),
      )
  }
  return null
}

function fieldWords(): string[] {
  return FIELDS.filter(({ subject }) => subject === 'service')
    .map(({ word }) => word)
    .filter((word) => !CONNECTIVES.includes(word))
}
