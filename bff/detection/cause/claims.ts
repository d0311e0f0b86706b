import type { Amount, Trouble } from './amounts.ts'
import type { CallGraph } from './call-graph.ts'
import { explainedShare, sharedMovement } from './explained-share.ts'

/**
 * Who accounts for the trouble at a node. Waiting and failures come from those it calls, requests from those that call
 * it. First the same trouble, which is counted in the same unit; what that leaves over may come from a trouble of
 * another kind: a slow callee lets its callers time out, a failing one makes them wait for retries, more requests than
 * usual overload, failing callers no longer ask, a callee that fell silent alone answers nobody.
 */
export interface Claim {
  node: number
  trouble: Trouble
  /** Share of the trouble it accounts for. */
  share: number
}

/** At most this much of what the same trouble leaves over is given to trouble of another kind. */
const FOREIGN_SHARE = 0.8

export function claimsOn(graph: CallGraph, node: number, trouble: Trouble): Claim[] {
  const same =
    trouble === 'drop' || trouble === 'surge' ? fromCallers(graph, node, trouble) : fromCallees(graph, node, trouble)
  const sameSum = sumOf(same)
  const scaled = sameSum > 1 ? same.map((claim) => ({ ...claim, share: claim.share / sameSum })) : same
  const left = Math.max(0, 1 - sameSum) * FOREIGN_SHARE
  const foreign = foreignClaims(graph, node, trouble)
  const foreignSum = Math.max(1, sumOf(foreign))
  return [...scaled, ...foreign.map((claim) => ({ ...claim, share: (claim.share / foreignSum) * left }))].filter(
    ({ share }) => share > 0,
  )
}

function sumOf(claims: readonly Claim[]): number {
  return claims.reduce((sum, { share }) => sum + share, 0)
}

function fromCallees(graph: CallGraph, node: number, trouble: 'latency' | 'failures'): Claim[] {
  return graph.callees(node).map((callee) => {
    const isWeighed = canBeWeighed(graph, node, trouble) && canBeWeighed(graph, callee, trouble)
    const one = graph.amount(node, trouble, isWeighed)
    const other = graph.amount(callee, trouble, isWeighed)
    return { node: callee, trouble, share: shareOf(one, other, isWeighed ? graph.charge(node, callee) : 1) }
  })
}

function fromCallers(graph: CallGraph, node: number, trouble: 'drop' | 'surge'): Claim[] {
  const one = graph.amount(node, trouble, false)
  return graph.callers(node).map((caller) => {
    const share = shareOf(one, graph.amount(caller, trouble, false), graph.charge(caller, node))
    return { node: caller, trouble, share }
  })
}

/** Percentiles do not add up with their requests; nor does a value whose requests nobody knows. */
export function canBeWeighed(graph: CallGraph, node: number, trouble: Trouble): boolean {
  if (trouble === 'latency' && graph.nodes[node]?.latencyIs !== 'mean') return false
  return graph.amount(node, trouble, true) !== undefined
}

function shareOf(one: Amount | undefined, other: Amount | undefined, charge: number): number {
  return one === undefined || other === undefined ? 0 : explainedShare(one, other, charge)
}

function foreignClaims(graph: CallGraph, node: number, trouble: Trouble): Claim[] {
  const one = graph.amount(node, trouble, canBeWeighed(graph, node, trouble))
  if (one === undefined) return []
  // By the call, not by the sum: a callee that is merely asked more often then has not become slower.
  const claim = (other: number, kind: Trouble): Claim => {
    const amount = graph.amount(other, kind, false)
    return { node: other, trouble: kind, share: amount === undefined ? 0 : sharedMovement(one, amount) }
  }
  if (trouble === 'drop') {
    return graph.callers(node).flatMap((caller) => [claim(caller, 'failures'), claim(caller, 'latency')])
  }
  if (trouble === 'surge') return graph.callers(node).map((caller) => claim(caller, 'failures'))
  const callees = graph.callees(node)
  const other = trouble === 'latency' ? 'failures' : 'latency'
  const claims = [...callees.flatMap((callee) => [claim(callee, trouble), claim(callee, other)]), claim(node, 'surge')]
  return trouble === 'failures' ? [...claims, ...silentAmong(graph, callees, claim)] : claims
}

/**
 * A callee that is asked less than before only because its caller gives up earlier falls with all the others; one that
 * cannot be reached falls alone. With nothing beside it to compare, neither is known.
 */
function silentAmong(
  graph: CallGraph,
  callees: readonly number[],
  claim: (node: number, trouble: Trouble) => Claim,
): Claim[] {
  const falls = callees.flatMap((callee) => {
    const fall = graph.amount(callee, 'drop', false)
    return fall === undefined ? [] : [{ callee, depth: worstRow(fall) }]
  })
  if (falls.length < 2) return []
  return falls.map(({ callee, depth }) => {
    const others = falls.filter((fall) => fall.callee !== callee).map((fall) => fall.depth)
    const beside = others.reduce((sum, each) => sum + each, 0) / others.length
    const found = claim(callee, 'drop')
    return { ...found, share: found.share * Math.max(0, depth - beside) }
  })
}

function worstRow({ rows }: Amount): number {
  let worst = 0
  for (const row of rows) if (row > worst) worst = row
  return worst
}
