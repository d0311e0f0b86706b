import type { Health } from '#contract/health.ts'
import type { Protocol } from '#contract/ids.ts'
import type { NodeKind } from '#contract/roster.ts'

/** Of whom a term speaks: a service, or one connection between two. */
export type Subject = 'service' | 'connection'
export type Measure = 'errors' | 'degraded' | 'saturation' | 'rps' | 'p99' | 'breakers' | 'alerts'
/** What is one of a few known words. */
export type Choice = 'kind' | 'health' | 'protocol'
export type Attribute = 'name' | 'owner' | 'domain' | 'zone' | 'region' | Choice
export type ChoiceValue = NodeKind | Health | Protocol
export type Comparison = '>' | '>=' | '<' | '<=' | '=' | '!='
export type Unit = '' | '%' | 'ms' | 's' | 'k' | 'M'

/** As typed, so that printing gives back what was meant: `1.5` and `k`. */
export interface Quantity {
  amount: number
  unit: Unit
}

export type Walk = 'neighbours' | 'upstream' | 'downstream'

/** A service by its id, its name or `region/id`. */
export interface NamedService {
  kind: 'service'
  name: string
}
/** What is selected on the map. */
export interface Selected {
  kind: 'selected'
}
export type Place = NamedService | Selected

/**
 * What a filter asks. A term whose value is unknown neither holds nor fails: `errors > 1%` leaves such a service out,
 * and so does `not errors > 1%`; `errors is unknown` finds it.
 */
export type Expression =
  | { kind: 'compare'; subject: Subject; measure: Measure; comparison: Comparison; quantity: Quantity }
  | { kind: 'text'; subject: Subject; attribute: Attribute; operator: '=' | '!=' | '~'; value: string }
  | { kind: 'one-of'; subject: Subject; attribute: Attribute; values: readonly string[] }
  | { kind: 'unknown'; subject: Subject; field: Measure | Attribute }
  /** The so many services with the most of a measure. */
  | { kind: 'top'; count: number; measure: Measure }
  | Selected
  /** Those of `of` and what so many hops away from them; null for as far as it goes. */
  | { kind: 'around'; walk: Walk; hops: number | null; of: Expression | NamedService }
  /** Everything on a way from one to the other, along the calls. */
  | { kind: 'path'; from: Place; to: Place }
  | { kind: 'not'; part: Expression }
  | { kind: 'and'; parts: readonly Expression[] }
  | { kind: 'or'; parts: readonly Expression[] }

/** Parentheses and negations may be nested so deep. */
export const MAX_DEPTH = 32
/** An expression has at most so many terms and values. */
export const MAX_TERMS = 200
/** The most hops, and the most services of `top`. */
export const MAX_HOPS = 99
export const MAX_TOP = 9_999

/** All of them hold; nested ones become one list, so that a long chain is no deep tree. */
export function allOf(parts: readonly Expression[]): Expression {
  return joined('and', parts)
}

export function anyOf(parts: readonly Expression[]): Expression {
  return joined('or', parts)
}

function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  const [only] = flat
  return only !== undefined && flat.length === 1 ? only : { kind, parts: flat }
}

/** Two negations are none. */
export function notOf(part: Expression): Expression {
  return part.kind === 'not' ? part.part : { kind: 'not', part }
}
