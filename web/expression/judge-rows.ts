import type { EdgeColumns } from '#contract/frame-codec/frame.ts'
import { healthOf } from '#contract/health.ts'
import { nodeIdOf } from '#contract/ids.ts'
import type { Attribute, Comparison, Expression, Measure, Subject } from './expression.ts'
import { equalTo, likeText, type TextTest } from './match-text.ts'
import { isOutsideKind, type Picture, type Question } from './picture.ts'
import { baseValueOf } from './read-quantity.ts'

/** Of one row: whether a term holds of it, or cannot be told. */
export type Verdict = 'holds' | 'fails' | 'unknown'
export type Judge = (row: number) => Verdict

/** A term that speaks of rows one by one. */
export type RowTerm = Extract<Expression, { kind: 'compare' | 'text' | 'one-of' | 'unknown' | 'top' }>

export function isRowTerm(expression: Expression): expression is RowTerm {
  const { kind } = expression
  return kind === 'compare' || kind === 'text' || kind === 'one-of' || kind === 'unknown' || kind === 'top'
}

export function subjectOf(term: RowTerm): Subject {
  return term.kind === 'top' ? 'service' : term.subject
}

export function judgeOf(term: RowTerm, question: Question, picture: Picture): Judge {
  switch (term.kind) {
    case 'compare':
      return judgeMeasure(measureOf(question, term.subject, term.measure), term.comparison, baseValueOf(term.quantity))
    case 'text': {
      const holds = term.operator === '~' ? likeText(term.value) : equalTo(term.value)
      const judge = judgeTexts(textsOf(question, term.subject, term.attribute), holds)
      return term.operator === '!=' ? opposite(judge) : judge
    }
    case 'one-of': {
      const tests = term.values.map(equalTo)
      return judgeTexts(textsOf(question, term.subject, term.attribute), (value) => tests.some((test) => test(value)))
    }
    case 'unknown':
      return judgeKnowledge(term, question)
    case 'top':
      return judgeTop(term, question, picture)
  }
}

type Reading = (row: number) => number
type Texts = (row: number) => readonly string[]

/** NaN where unknown. */
function measureOf(question: Question, subject: Subject, measure: Measure): Reading {
  const { frame, roster, unknownNodes, unknownEdges } = question
  const unknown = subject === 'service' ? unknownNodes : unknownEdges
  // Of services alone. Counts travel in steps of two per cent; who is told no alert may be asked by nobody.
  if (measure === 'breakers') {
    return (row) => (unknown?.[row] === 1 ? NaN : Math.round(frame.nodes.breakersOpen[row] ?? NaN))
  }
  if (measure === 'alerts') return (row) => roster.nodes[row]?.notices?.length ?? NaN
  const column = columnOf(subject === 'service' ? frame.nodes : frame.edges, frame.nodes.saturation, measure)
  return (row) => (unknown?.[row] === 1 ? NaN : (column[row] ?? NaN))
}

function columnOf(
  columns: EdgeColumns,
  saturation: Float32Array,
  measure: Exclude<Measure, 'breakers' | 'alerts'>,
): Float32Array {
  switch (measure) {
    case 'errors':
      return columns.errorShare
    case 'degraded':
      return columns.degradedShare
    case 'rps':
      return columns.requestsPerSecond
    case 'p99':
      return columns.p99LatencyMs
    case 'saturation':
      return saturation
  }
}

function judgeMeasure(reading: Reading, comparison: Comparison, wanted: number): Judge {
  // Columns hold single precision: 1 % of theirs is a little less than 0.01.
  const bound = Math.fround(wanted)
  const holds = comparisonWith(comparison, bound)
  return (row) => {
    const value = reading(row)
    if (Number.isNaN(value)) return 'unknown'
    return holds(value) ? 'holds' : 'fails'
  }
}

function comparisonWith(comparison: Comparison, bound: number): (value: number) => boolean {
  switch (comparison) {
    case '>':
      return (value) => value > bound
    case '>=':
      return (value) => value >= bound
    case '<':
      return (value) => value < bound
    case '<=':
      return (value) => value <= bound
    case '=':
      return (value) => value === bound
    case '!=':
      return (value) => value !== bound
  }
}

/** Empty where unknown. */
function textsOf(question: Question, subject: Subject, attribute: Attribute): Texts {
  const { roster } = question
  if (attribute === 'health') return healthTexts(question, subject)
  if (attribute === 'protocol') return (row) => known(roster.edges[row]?.protocol)
  const regions = new Map(roster.regions.map(({ id, name }) => [id, [id, name]] as const))
  return (row) => {
    const node = roster.nodes[row]
    if (node === undefined) return []
    switch (attribute) {
      case 'name':
        return [node.service, node.name, nodeIdOf(node)]
      case 'region':
        return regions.get(node.region) ?? [node.region]
      case 'zone':
        return node.zones ?? []
      case 'owner':
      case 'domain':
      case 'kind':
        return known(node[attribute])
    }
  }
}

function known(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text]
}

/** `unknown` is a health like the others: it is what the map shows, so it is never silent. */
function healthTexts(question: Question, subject: Subject): Texts {
  const requestsPerSecond = measureOf(question, subject, 'rps')
  const errorShare = measureOf(question, subject, 'errors')
  const degradedShare = measureOf(question, subject, 'degraded')
  return (row) => [
    healthOf(
      {
        requestsPerSecond: requestsPerSecond(row),
        errorShare: errorShare(row),
        degradedShare: degradedShare(row),
      },
      question.thresholds,
    ),
  ]
}

function judgeTexts(texts: Texts, holds: TextTest): Judge {
  return (row) => {
    const values = texts(row)
    if (values.length === 0) return 'unknown'
    return values.some(holds) ? 'holds' : 'fails'
  }
}

function judgeKnowledge(term: Extract<RowTerm, { kind: 'unknown' }>, question: Question): Judge {
  const { subject, field } = term
  switch (field) {
    case 'errors':
    case 'degraded':
    case 'saturation':
    case 'rps':
    case 'p99':
    case 'breakers':
    case 'alerts': {
      const reading = measureOf(question, subject, field)
      return (row) => (Number.isNaN(reading(row)) ? 'holds' : 'fails')
    }
    case 'health':
      return judgeTexts(healthTexts(question, subject), equalTo('unknown'))
    default: {
      const texts = textsOf(question, subject, field)
      return (row) => (texts(row).length === 0 ? 'holds' : 'fails')
    }
  }
}

/** INTERNET and the CDN are nobody's service, and other regions' services stand in no region's ranking. */
function judgeTop(term: Extract<RowTerm, { kind: 'top' }>, question: Question, picture: Picture): Judge {
  const reading = measureOf(question, 'service', term.measure)
  const ranked = question.roster.nodes
    .map((node, row) => ({ row, value: reading(row), outside: isOutsideKind(node.kind) }))
    .filter(({ row, value, outside }) => picture.own[row] === 1 && !outside && !Number.isNaN(value))
    .sort((a, b) => b.value - a.value || a.row - b.row)
  const best = new Set(ranked.slice(0, term.count).map(({ row }) => row))
  return (row) => (Number.isNaN(reading(row)) ? 'unknown' : best.has(row) ? 'holds' : 'fails')
}

function opposite(judge: Judge): Judge {
  return (row) => {
    const verdict = judge(row)
    return verdict === 'unknown' ? verdict : verdict === 'holds' ? 'fails' : 'holds'
  }
}
