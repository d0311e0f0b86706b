import type { Amount, Trouble } from './amounts.ts'
import type { CauseEdge, CauseNode, Incident } from './incident.ts'
import { amountOf } from './amounts.ts'
import { meanKnown } from './robust.ts'

/** The incident's graph with what is known at its nodes, computed once where it is asked for. */
export interface CallGraph {
  nodes: readonly CauseNode[]
  rowOf: ReadonlyMap<string, number>
  /** Callees of each node; through nodes of which nothing is known, the nodes behind them. */
  callees: (node: number) => readonly number[]
  callers: (node: number) => readonly number[]
  everyCallee: (node: number) => readonly number[]
  everyCaller: (node: number) => readonly number[]
  /** Requests over the edge in the window; undefined where no one knows. */
  overEdge: (caller: number, callee: number) => number | undefined
  /** The trouble at a node, weighed with its requests where `isWeighed`; undefined where it is unknown. */
  amount: (node: number, trouble: Trouble, isWeighed: boolean) => Amount | undefined
  /** Part of the callee's requests that come from the caller; 1 where no one knows. */
  charge: (caller: number, callee: number) => number
}

export function callGraphOf({ nodes, edges }: Pick<Incident, 'nodes' | 'edges'>): CallGraph {
  const rowOf = new Map(nodes.map(({ id }, row) => [id, row]))
  const down: number[][] = nodes.map(() => [])
  const up: number[][] = nodes.map(() => [])
  const overEdge = new Map<string, number>()
  for (const edge of edges) addEdge(edge, rowOf, { down, up, overEdge })

  const amounts = new Map<string, Amount | undefined>()
  const amount = (row: number, trouble: Trouble, isWeighed: boolean) => {
    const key = `${row} ${trouble} ${isWeighed}`
    const node = nodes[row]
    if (!amounts.has(key)) amounts.set(key, node && amountOf(node, trouble, isWeighed))
    return amounts.get(key)
  }
  const isKnown = (row: number) =>
    (['latency', 'failures', 'drop'] as const).some((trouble) => amount(row, trouble, false) !== undefined)
  return {
    nodes,
    rowOf,
    callees: (row) => knownBeyond(row, down, isKnown),
    callers: (row) => knownBeyond(row, up, isKnown),
    everyCallee: (row) => down[row] ?? [],
    everyCaller: (row) => up[row] ?? [],
    overEdge: (caller, callee) => overEdge.get(`${caller} ${callee}`),
    amount,
    charge: (caller, callee) => chargeOf(overEdge.get(`${caller} ${callee}`), nodes[callee]),
  }
}

interface Links {
  down: number[][]
  up: number[][]
  overEdge: Map<string, number>
}

function addEdge(edge: CauseEdge, rowOf: ReadonlyMap<string, number>, { down, up, overEdge }: Links): void {
  const caller = rowOf.get(edge.caller)
  const callee = rowOf.get(edge.callee)
  if (caller === undefined || callee === undefined || caller === callee) return
  const callees = down[caller]
  if (callees?.includes(callee) === false) {
    callees.push(callee)
    up[callee]?.push(caller)
  }
  const key = `${caller} ${callee}`
  const { requests = NaN } = edge
  if (Number.isFinite(requests)) overEdge.set(key, (overEdge.get(key) ?? 0) + requests)
}

/** The nearest nodes of which something is known: one that nothing is known of lets trouble through unseen. */
function knownBeyond(row: number, links: readonly number[][], isKnown: (row: number) => boolean): readonly number[] {
  const found: number[] = []
  const seen = new Set([row])
  const queue = [...(links[row] ?? [])]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (isKnown(next)) found.push(next)
    else queue.push(...(links[next] ?? []))
  }
  return found
}

function chargeOf(overEdge: number | undefined, callee: CauseNode | undefined): number {
  const asked = meanKnown(callee?.requests?.window ?? [])
  return overEdge === undefined || !(asked > 0) ? 1 : Math.min(1, overEdge / asked)
}
