import { Health } from '#contract/health.ts'
import { Protocol } from '#contract/ids.ts'
import { NodeKind } from '#contract/roster.ts'
import type { Attribute, Choice, ChoiceValue, Measure, Subject, Unit, Walk } from './expression.ts'

/** The words of the language: what may be asked of whom, in which units, and what else people call it. */

/** Words that are never a name unless they stand in quotes. */
export const CONNECTIVES: readonly string[] = ['and', 'or', 'not', 'in', 'is', 'of', 'by', 'from', 'to']

export type Dimension = 'share' | 'rate' | 'latency' | 'count'

export const DIMENSIONS: Readonly<Record<Measure, Dimension>> = {
  errors: 'share',
  degraded: 'share',
  saturation: 'share',
  rps: 'rate',
  p99: 'latency',
  breakers: 'count',
  alerts: 'count',
}

/** Every unit as it may be typed, and what it is. A rate may carry `/s` after each. */
export const UNITS: Readonly<Record<Dimension, readonly { typed: string; unit: Unit }[]>> = {
  share: [{ typed: '%', unit: '%' }],
  latency: [
    { typed: 'ms', unit: 'ms' },
    { typed: 's', unit: 's' },
  ],
  rate: [
    { typed: '', unit: '' },
    { typed: 'k', unit: 'k' },
    { typed: 'K', unit: 'k' },
    { typed: 'M', unit: 'M' },
  ],
  count: [{ typed: '', unit: '' }],
}

export const CHOICES: Readonly<Record<Choice, readonly ChoiceValue[]>> = {
  kind: NodeKind.options,
  health: Health.options,
  protocol: Protocol.options,
}

export function isChoice(field: Measure | Attribute): field is Choice {
  return Object.hasOwn(CHOICES, field)
}

export interface Field {
  /** As printed: `errors`, `connection.errors`. */
  word: string
  also: readonly string[]
  subject: Subject
  of: { kind: 'measure'; measure: Measure } | { kind: 'attribute'; attribute: Attribute }
}

const measure = (subject: Subject, of: Measure, also: readonly string[]): Field => ({
  word: subject === 'service' ? of : `connection.${of}`,
  also: subject === 'service' ? also : [of, ...also].map((word) => `edge.${word}`),
  subject,
  of: { kind: 'measure', measure: of },
})
const attribute = (of: Attribute, also: readonly string[] = []): Field => ({
  word: of,
  also,
  subject: 'service',
  of: { kind: 'attribute', attribute: of },
})

const ERRORS = ['error', 'errs', 'failed', 'failures']
const REQUESTS = ['requests', 'rate', 'volume']

export const FIELDS: readonly Field[] = [
  measure('service', 'errors', ERRORS),
  measure('service', 'rps', REQUESTS),
  measure('service', 'p99', ['latency']),
  measure('service', 'degraded', ['fallbacks']),
  measure('service', 'saturation', ['saturated']),
  attribute('health', ['status', 'state']),
  attribute('name', ['service']),
  attribute('owner', ['team']),
  attribute('domain'),
  attribute('zone', ['az']),
  attribute('region'),
  attribute('kind', ['type']),
  measure('service', 'breakers', ['breaker']),
  measure('service', 'alerts', ['alert']),
  measure('connection', 'errors', ERRORS),
  measure('connection', 'rps', REQUESTS),
  measure('connection', 'p99', ['latency']),
  measure('connection', 'degraded', ['fallbacks']),
  { ...attribute('health', ['edge.health']), word: 'connection.health', subject: 'connection' },
  { ...attribute('protocol', ['connection.protocol', 'edge.protocol']), subject: 'connection' },
]

const BY_WORD = new Map(FIELDS.flatMap((field) => [field.word, ...field.also].map((word) => [word, field] as const)))

export function fieldOf(word: string): Field | null {
  return BY_WORD.get(word.toLowerCase()) ?? null
}

export function fieldWordOf(subject: Subject, name: Measure | Attribute): string {
  const field = FIELDS.find((one) => one.subject === subject && nameOf(one) === name)
  return field?.word ?? name
}

export function nameOf({ of }: Field): Measure | Attribute {
  return of.kind === 'measure' ? of.measure : of.attribute
}

export interface WalkWord {
  word: 'neighbours' | 'upstream' | 'downstream' | 'callers' | 'callees'
  also: readonly string[]
  walk: Walk
  /** Without a number in parentheses; null for as far as it goes. */
  hops: number | null
}

export const WALK_WORDS: readonly WalkWord[] = [
  { word: 'neighbours', also: ['neighbors', 'neighbour', 'neighbor'], walk: 'neighbours', hops: 1 },
  { word: 'upstream', also: [], walk: 'upstream', hops: null },
  { word: 'downstream', also: [], walk: 'downstream', hops: null },
  { word: 'callers', also: [], walk: 'upstream', hops: 1 },
  { word: 'callees', also: [], walk: 'downstream', hops: 1 },
]

export function walkWordOf(word: string): WalkWord | null {
  const lower = word.toLowerCase()
  return WALK_WORDS.find((one) => one.word === lower || one.also.includes(lower)) ?? null
}
