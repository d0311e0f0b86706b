import type { Trouble } from './amounts.ts'
import type { CallGraph } from './call-graph.ts'
import type { CauseReason } from './cause-reasons.ts'
import type { Claim } from './claims.ts'
import type { Incident, Symptom } from './incident.ts'
import { callGraphOf } from './call-graph.ts'
import { reasonsFor } from './cause-reasons.ts'
import { claimsOn } from './claims.ts'
import { movedAlong } from './moved-along.ts'
import { onsetRow } from './node-onset.ts'

/**
 * Which nodes a symptom comes from. All the blame begins at the symptom and follows the calls: at each node those that
 * account for its trouble take their shares on, and the rest stays, for nobody else explains it. What has stayed at a
 * node when all is shared out is its score; the scores add up to one. So a caller is not blamed for what its callee
 * does, a callee out of the ordinary by chance is not blamed for what its caller does not feel, and a node of which
 * nothing is known is never named, while trouble passes through it.
 */
export interface Cause {
  node: string
  /** Share of the symptom that ends here, 0–1. */
  score: number
  /** The trouble it is blamed for. */
  trouble: Trouble
  reasons: CauseReason[]
  /** From the symptom to the cause, both included. */
  path: string[]
  /** Other causes that moved within the same sample period: which was first cannot be told from time. */
  tie: string[]
  /** When it left its ordinary, ms; null where the times or the moment are unknown. */
  since: number | null
}

/** Blame smaller than this is not reported; a tenth of it is still followed, for it may gather further on. */
const LEAST_BLAME = 0.005
const LEAST_FOLLOWED = LEAST_BLAME / 10
/** Where many call one another in circles, blame would go round for ever. */
const MOST_STEPS = 20_000
/** Nodes named though no blame reaches them. */
const MOST_UNBLAMED = 5
/** Rows two onsets may lie apart and still be the same moment: samples are taken on their own clocks. */
export const RESOLUTION_ROWS = 1

export function rankCauses(incident: Incident): Cause[] {
  const graph = callGraphOf(incident)
  const start = graph.rowOf.get(incident.symptom.node)
  if (start === undefined) return []
  const trouble = troubleOf(graph, start, incident.symptom)
  if (trouble === undefined) return []
  const flow: Flow = { graph, claims: new Map(), kept: new Map(), reach: new Set([start]) }
  shareOut(flow, { node: start, trouble, mass: 1, path: [{ node: start, trouble }], pathMass: 1 })
  const blamed = [...blameByNode(flow), ...unblamed(flow, start, trouble)]
  const rows = new Map(blamed.map(({ node, trouble: kind }) => [node, onsetRow(graph.nodes[node], kind)]))
  return blamed
    .map((each) => causeFrom({ incident, graph, each, rows }))
    .toSorted((one, other) => other.score - one.score || (one.node < other.node ? -1 : 1))
}

interface State {
  node: number
  trouble: Trouble
}

interface Flow {
  graph: CallGraph
  /** By state; who accounts for a state is worked out once however many ways lead there. */
  claims: Map<string, readonly Claim[]>
  kept: Map<string, Blame>
  reach: Set<number>
}

interface Blame {
  node: number
  trouble: Trouble
  mass: number
  /** The way that brought the most, and how much that was. */
  path: readonly State[]
  pathMass: number
}

function troubleOf(graph: CallGraph, node: number, { measure }: Symptom): Trouble | undefined {
  if (measure !== 'requests') return graph.amount(node, measure, false) && measure
  const drop = graph.amount(node, 'drop', false)
  if (drop === undefined) return undefined
  const sum = drop.rows.reduce((all, row) => all + (Number.isFinite(row) ? row : 0), 0)
  return sum >= 0 ? 'drop' : 'surge'
}

/** The greatest first, so that what comes to a node by many ways has mostly gathered before it is passed on. */
function shareOut(flow: Flow, first: Blame): void {
  const waiting = new Map([[keyOf(first), first]])
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = greatestOf(waiting)
    if (next === undefined) return
    waiting.delete(keyOf(next))
    let kept = next.mass
    for (const { node, trouble, share } of claimsIn(flow, next)) {
      const passed = next.mass * share
      if (passed < LEAST_FOLLOWED || !mayEnter(flow, next.path, { node, trouble })) continue
      kept -= passed
      flow.reach.add(node)
      add(waiting, { node, trouble, mass: passed, path: [...next.path, { node, trouble }], pathMass: passed })
    }
    add(flow.kept, { ...next, mass: kept, pathMass: kept })
  }
  for (const blame of waiting.values()) add(flow.kept, blame)
}

function keyOf({ node, trouble }: State): string {
  return `${node} ${trouble}`
}

function greatestOf(waiting: ReadonlyMap<string, Blame>): Blame | undefined {
  let greatest: Blame | undefined
  for (const blame of waiting.values()) if (greatest === undefined || blame.mass > greatest.mass) greatest = blame
  return greatest
}

function claimsIn({ graph, claims }: Flow, state: State): readonly Claim[] {
  const key = keyOf(state)
  const known = claims.get(key) ?? claimsOn(graph, state.node, state.trouble)
  claims.set(key, known)
  return known
}

/** Never round in a circle; and a surge below the symptom is not followed to callers the symptom does not reach. */
function mayEnter({ reach }: Flow, path: readonly State[], { node, trouble }: State): boolean {
  if (path.some((state) => state.node === node && state.trouble === trouble)) return false
  const began = path[0]?.trouble
  const isUpward = trouble === 'surge' && (began === 'latency' || began === 'failures')
  return !isUpward || reach.has(node)
}

function add(blames: Map<string, Blame>, blame: Blame): void {
  const before = blames.get(keyOf(blame))
  const best = before === undefined || blame.pathMass > before.pathMass ? blame : before
  blames.set(keyOf(blame), { ...best, mass: blame.mass + (before?.mass ?? 0) })
}

/** One entry a node: its troubles' blame summed, told by the greatest. */
function blameByNode({ kept }: Flow): Blame[] {
  const byNode = new Map<number, Blame>()
  for (const blame of [...kept.values()].toSorted((one, other) => other.mass - one.mass)) {
    const greatest = byNode.get(blame.node)
    byNode.set(blame.node, greatest === undefined ? blame : { ...greatest, mass: greatest.mass + blame.mass })
  }
  return [...byNode.values()].filter(({ mass }) => mass >= LEAST_BLAME)
}

/** Below everyone who is blamed, the most alike first. */
function unblamed(flow: Flow, start: number, trouble: Trouble): Blame[] {
  const blamed = new Set(blameByNode(flow).map(({ node }) => node))
  const others = movedAlong(flow.graph, start, trouble).filter(({ node }) => !blamed.has(node))
  const best = new Map<number, Blame>()
  for (const { node, trouble: kind, share, path } of others.toSorted((one, other) => other.share - one.share)) {
    if (best.has(node)) continue
    const states = path.map((each) => ({ node: each, trouble: kind }))
    best.set(node, { node, trouble: kind, mass: LEAST_BLAME * share, path: states, pathMass: 0 })
  }
  return [...best.values()].slice(0, MOST_UNBLAMED)
}

interface Told {
  incident: Incident
  graph: CallGraph
  each: Blame
  rows: ReadonlyMap<number, number | undefined>
}

function causeFrom({ incident, graph, each, rows }: Told): Cause {
  const row = rows.get(each.node)
  const tied = [...rows].filter(
    ([node, other]) =>
      node !== each.node && row !== undefined && other !== undefined && Math.abs(other - row) <= RESOLUTION_ROWS,
  )
  const nameOf = (node: number) => graph.nodes[node]?.id ?? ''
  const since = row === undefined ? null : (incident.times?.[row] ?? null)
  return {
    node: nameOf(each.node),
    score: each.mass,
    trouble: each.trouble,
    reasons: reasonsFor({
      graph,
      node: each.node,
      trouble: each.trouble,
      score: each.mass,
      isBlamed: each.pathMass > 0,
      since,
    }),
    path: [...new Set(each.path.map(({ node }) => nameOf(node)))],
    tie: tied.map(([node]) => nameOf(node)),
    since,
  }
}
