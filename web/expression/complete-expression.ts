import type { Roster } from '#contract/roster.ts'
import { expectAfter, type Expecting } from './expect-at.ts'
import { printText } from './print-expression.ts'
import { readTokens, type Token } from './read-tokens.ts'
import { servicesOf, valuesOf } from './roster-values.ts'
import { CHOICES, DIMENSIONS, FIELDS, isChoice, nameOf, UNITS, WALK_WORDS, type Field } from './vocabulary.ts'
import { completionWords as words } from './words.ts'

export interface Completion {
  /** What it takes the place of, in UTF-16 units; `to` is exclusive. */
  from: number
  to: number
  /** As it is to stand in the text. */
  text: string
  kind: 'field' | 'operator' | 'value' | 'word'
  /** One line for a person. */
  explanation: string
}

type Candidate = Pick<Completion, 'text' | 'kind' | 'explanation'>

/** A list somebody can read. */
const MAX_COMPLETIONS = 20
/** Longer text is not completed. */
const MAX_LENGTH = 4_000

/** What could stand at the cursor; the word it touches is replaced whole. */
export function completeAt(text: string, cursor: number, roster: Roster): Completion[] {
  if (text.length > MAX_LENGTH) return []
  const at = Math.min(Math.max(0, Math.trunc(cursor) || 0), text.length)
  const tokens = readTokens(text).filter(({ kind }) => kind !== 'end')
  const touched = tokens.find((token) => isTouched(token, at))
  const before = tokens.filter((token) => token !== touched && token.to <= at)
  const typed = touched === undefined ? '' : text.slice(touched.from, at).replace(/^["']/, '').toLowerCase()
  const from = touched?.from ?? at
  // An open text runs to the end, but what stands behind the cursor may be meant as more.
  const to = touched === undefined || touched.kind === 'unclosed' ? at : touched.to
  return fitting(candidatesFor(expectAfter(before), roster, typed), typed)
    .slice(0, MAX_COMPLETIONS)
    .map((candidate) => ({ from, to, ...candidate }))
}

function isTouched({ kind, from, to }: Token, at: number): boolean {
  return (kind === 'word' || kind === 'string' || kind === 'unclosed') && from < at && at <= to
}

/** What begins with what is typed first, then what contains it. */
function fitting(candidates: readonly Candidate[], typed: string): Candidate[] {
  const plain = candidates.map((candidate) => ({ candidate, text: candidate.text.replace(/^"/, '').toLowerCase() }))
  const begins = plain.filter(({ text }) => text.startsWith(typed))
  const contains = plain.filter(({ text }) => !text.startsWith(typed) && text.includes(typed))
  const seen = new Set<string>()
  return [...begins, ...contains].flatMap(({ candidate, text }) => {
    if (seen.has(text)) return []
    seen.add(text)
    return [candidate]
  })
}

function candidatesFor(expecting: Expecting, roster: Roster, typed: string): Candidate[] {
  switch (expecting.kind) {
    case 'term':
      return termCandidates(expecting.afterOr, roster, typed)
    case 'operator':
      return operatorCandidates(expecting.field)
    case 'knowledge':
      return [
        { text: 'unknown', kind: 'word', explanation: words.operators['is unknown'] },
        { text: 'known', kind: 'word', explanation: words.operators['is known'] },
      ]
    case 'value':
    case 'list-value':
      return valueCandidates(expecting.field, roster, typed)
    case 'list':
      return [{ text: '(', kind: 'word', explanation: words.operators.in }]
    case 'list-joint':
      return []
    case 'of':
      return [word('of', words.selected), ...(expecting.afterOr ? jointCandidates() : [])]
    case 'hops':
      return [word('2', words.hops), word('3', words.hops)]
    case 'place':
    case 'path-start':
      return [word('selected', words.selected), ...serviceCandidates(roster)]
    case 'path':
      return [word('from', words.path)]
    case 'path-to':
      return [word('to', words.path)]
    case 'top':
      return [word('by', words.top)]
    case 'top-count':
      return [word('10', words.top), word('25', words.top)]
    case 'measure':
      return FIELDS.filter(({ of, subject }) => of.kind === 'measure' && subject === 'service').map(fieldCandidate)
    case 'joint':
      return jointCandidates()
  }
}

function word(text: string, explanation: string): Candidate {
  return { text, kind: 'word', explanation }
}

function jointCandidates(): Candidate[] {
  return [
    word('and', words.and),
    word('or', words.or),
    word('or neighbours', words.orNeighbours),
    word('or upstream', words.orUpstream),
    word('or downstream', words.orDownstream),
  ]
}

function termCandidates(afterOr: boolean, roster: Roster, typed: string): Candidate[] {
  const widenings = [
    word('neighbours', words.orNeighbours),
    word('upstream', words.orUpstream),
    word('downstream', words.orDownstream),
  ]
  const health = CHOICES.health.map((value) => word(`health = ${value}`, words.attributes.health))
  return [
    ...(afterOr ? widenings : []),
    ...FIELDS.filter(({ subject }) => subject === 'service').map(fieldCandidate),
    ...WALK_WORDS.map((one) => word(`${one.word} of`, words.walks[one.word])),
    word('path from', words.path),
    word('top(10) by rps', words.top),
    word('not', words.not),
    ...FIELDS.filter(({ subject }) => subject === 'connection').map(fieldCandidate),
    ...(typed === '' ? [] : [...health, ...serviceCandidates(roster)]),
  ]
}

function fieldCandidate(field: Field): Candidate {
  const { of } = field
  const meaning = of.kind === 'measure' ? words.measures[of.measure] : words.attributes[of.attribute]
  const explanation = field.word.startsWith('connection.') ? words.ofConnection(meaning) : meaning
  return { text: field.word, kind: 'field', explanation }
}

const MEASURE_OPERATORS = ['>', '>=', '<', '<=', '=', '!=', 'is unknown', 'is known'] as const
const CHOICE_OPERATORS = ['=', '!=', 'in'] as const
const TEXT_OPERATORS = ['=', '!=', '~', 'in', 'is unknown', 'is known'] as const

function operatorCandidates({ of }: Field): Candidate[] {
  const operators =
    of.kind === 'measure' ? MEASURE_OPERATORS : isChoice(of.attribute) ? CHOICE_OPERATORS : TEXT_OPERATORS
  return operators.map((text) => ({ text, kind: 'operator', explanation: words.operators[text] }))
}

function valueCandidates(field: Field, roster: Roster, typed: string): Candidate[] {
  const { of } = field
  if (of.kind === 'measure') return quantityCandidates(field, typed)
  const { attribute } = of
  if (isChoice(attribute)) return CHOICES[attribute].map((text) => value(text, words.choice(nameOf(field))))
  if (attribute === 'name') return serviceCandidates(roster)
  return valuesOf(roster, attribute).map((each) =>
    value(printText(each.value, true), words.valueOf(attribute, each.services)),
  )
}

function value(text: string, explanation: string): Candidate {
  return { text, kind: 'value', explanation }
}

const EXAMPLES = {
  share: ['1', '5', '20'],
  rate: ['5', '100', '1k'],
  latency: ['500ms', '800ms', '2s'],
  count: ['0', '1', '3'],
}

/** The number typed so far with each of the units it may take; before the first digit some examples. */
function quantityCandidates(field: Field, typed: string): Candidate[] {
  if (field.of.kind !== 'measure') return []
  const { measure } = field.of
  const dimension = DIMENSIONS[measure]
  const number = /^[\d.]+/.exec(typed)?.[0]
  const units = UNITS[dimension].map((each) => each.typed).filter((unit) => unit !== 'K')
  const examples = EXAMPLES[dimension].map((each) => (dimension === 'share' ? `${each}%` : each))
  const texts = number === undefined ? examples : units.map((unit) => `${number}${unit}`)
  return texts.map((text) => value(text, words.measures[measure]))
}

function serviceCandidates(roster: Roster): Candidate[] {
  return servicesOf(roster).map(({ service, regions }) => {
    const [first = ''] = regions
    const explanation = regions.length === 1 ? words.service(first) : words.serviceInRegions(regions.length)
    // A service called as a word of the language stands in quotes.
    return value(printName(service), explanation)
  })
}

const OWN_WORDS = new Set(['selected', ...FIELDS.flatMap((field) => [field.word, ...field.also])])

function printName(service: string): string {
  const isOwn = OWN_WORDS.has(service) || WALK_WORDS.some((one) => one.word === service || one.also.includes(service))
  return isOwn ? `"${service}"` : printText(service, true)
}
