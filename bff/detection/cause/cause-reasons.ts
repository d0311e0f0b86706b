import type { Trouble } from './amounts.ts'
import type { CallGraph } from './call-graph.ts'
import { canBeWeighed, claimsOn } from './claims.ts'
import { ordinaryOf } from './robust.ts'

/** Why a node is named: a kind and its numbers for whoever draws it, and the same in words. */
export interface CauseReason {
  kind: 'share' | 'own deviation' | 'callees' | 'since' | 'saturation'
  words: string
  /** The number the words rest on: a share 0–1, a deviation in ordinary widths, a time in ms. */
  value: number
}

export interface Reasoned {
  graph: CallGraph
  node: number
  trouble: Trouble
  score: number
  /** Whether blame reached it along the calls. */
  isBlamed: boolean
  since: number | null
}

const CALLEES_NAMED = 2
const NOTABLE_SATURATION = 3
const LEAST_SATURATION_WIDTH = 0.01

export function reasonsFor({ graph, node, trouble, score, isBlamed, since }: Reasoned): CauseReason[] {
  const words = isBlamed
    ? `${percent(score)} of the symptom ends here and is explained by nobody further on`
    : 'moved together with the symptom, though no chain of calls carries it there'
  const reasons: CauseReason[] = [{ kind: 'share', words, value: isBlamed ? score : 0 }]
  const amount = graph.amount(node, trouble, canBeWeighed(graph, node, trouble))
  if (amount !== undefined) {
    const { before, worst, deviation } = amount
    const words = `${NAMES[trouble]} ${short(worst)} where ${short(before)} is ordinary: ${times(deviation)} its ordinary width away`
    reasons.push({ kind: 'own deviation', words, value: deviation })
  }
  reasons.push(calleesReason(graph, node, trouble))
  const saturation = saturationReason(graph, node)
  if (saturation !== undefined) reasons.push(saturation)
  if (since !== null) reasons.push({ kind: 'since', words: `since ${new Date(since).toISOString()}`, value: since })
  return reasons
}

const NAMES: Readonly<Record<Trouble, string>> = {
  latency: 'latency',
  failures: 'share of failures',
  drop: 'requests',
  surge: 'requests',
}

function calleesReason(graph: CallGraph, node: number, trouble: Trouble): CauseReason {
  const claims = claimsOn(graph, node, trouble).filter((claim) => claim.node !== node)
  const value = claims.reduce((sum, { share }) => sum + share, 0)
  const side = trouble === 'drop' || trouble === 'surge' ? 'callers' : 'callees'
  if (claims.length === 0) return { kind: 'callees', words: `none of its ${side} moved with it`, value: 0 }
  const named = claims
    .toSorted((one, other) => other.share - one.share)
    .slice(0, CALLEES_NAMED)
    .map((claim) => `${graph.nodes[claim.node]?.id ?? ''} ${percent(claim.share)}`)
  return { kind: 'callees', words: `its ${side} explain ${percent(value)} of it: ${named.join(', ')}`, value }
}

function saturationReason(graph: CallGraph, node: number): CauseReason | undefined {
  const samples = graph.nodes[node]?.saturation
  if (samples === undefined) return undefined
  const { median, width, rows } = ordinaryOf(samples.history, LEAST_SATURATION_WIDTH)
  const worst = Math.max(...Array.from(samples.window).filter((value) => Number.isFinite(value)))
  const value = (worst - median) / width
  if (rows === 0 || !(value >= NOTABLE_SATURATION) || !Number.isFinite(value)) return undefined
  return { kind: 'saturation', words: `saturation ${percent(worst)} where ${percent(median)} is ordinary`, value }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function times(deviation: number): string {
  return `${Math.abs(deviation) >= 10 ? Math.round(deviation) : deviation.toFixed(1)} times`
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
