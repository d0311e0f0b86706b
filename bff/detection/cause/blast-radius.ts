import type { CauseNode, Incident } from './incident.ts'
import { callGraphOf } from './call-graph.ts'
import { meanKnown } from './robust.ts'

/**
 * Whom a cause reaches: everyone who calls it, directly or through others, and how much of what is asked of them
 * depends on it. A caller is exposed by the share of its requests that lead to the callee times the callee's own
 * exposure. Where the requests of an edge or a node are unknown, all of the caller's count as dependent, and the share
 * says that it is a bound.
 */
export interface ReachedCaller {
  node: string
  region: string | null
  /** Calls between it and the cause. */
  hops: number
  /** Share of its requests that depend on the cause, 0–1. */
  share: number
  /** True where the share is only known not to be larger. */
  isBound: boolean
}

/** Something the business counts, and the nodes at which it arises. */
export interface BusinessMetric {
  id: string
  nodes: readonly string[]
  /** NaN where unknown. */
  perSecond: number
}

export interface MetricAtRisk {
  id: string
  /** 0–1, of the metric; weighed by the requests of its nodes. */
  share: number
  /** `share` of it, per second; null where the metric is unknown. */
  perSecond: number | null
  isBound: boolean
}

export interface BlastRadius {
  /** The nearest first. */
  callers: ReachedCaller[]
  /** Of the cause and all its callers. */
  regions: string[]
  atRisk: MetricAtRisk[]
}

export interface BlastInput extends Pick<Incident, 'nodes' | 'edges'> {
  cause: string
  metrics?: readonly BusinessMetric[]
}

const ENOUGH_ROUNDS = 64
const SETTLED = 1e-9

export function blastRadius({ nodes, edges, cause, metrics = [] }: BlastInput): BlastRadius {
  const graph = callGraphOf({ nodes, edges })
  const start = graph.rowOf.get(cause)
  if (start === undefined) return { callers: [], regions: [], atRisk: metrics.map(nothingAtRisk) }
  const hops = hopsUp(start, graph.everyCaller)
  const dependence = (caller: number, callee: number) => dependenceOf(nodes[caller], graph.overEdge(caller, callee))
  const exposed = exposures(start, hops, (row) => graph.everyCallee(row), dependence)
  const callers = [...hops]
    .filter(([row]) => row !== start)
    .map(([row, distance]): ReachedCaller => {
      const { share, isBound } = exposed.get(row) ?? NOT_EXPOSED
      return { node: nodes[row]?.id ?? '', region: nodes[row]?.region ?? null, hops: distance, share, isBound }
    })
  const regions = new Set([...hops.keys()].flatMap((row) => nodes[row]?.region ?? []))
  const exposureOf = (id: string) => exposed.get(graph.rowOf.get(id) ?? -1) ?? NOT_EXPOSED
  const weightOf = (id: string) => meanKnown(nodes[graph.rowOf.get(id) ?? -1]?.requests?.window ?? [])
  const atRisk = metrics.map((metric) => riskOf(metric, exposureOf, weightOf))
  return { callers, regions: [...regions].toSorted(), atRisk }
}

interface Exposure {
  share: number
  isBound: boolean
}

const NOT_EXPOSED: Exposure = { share: 0, isBound: false }

function nothingAtRisk({ id, perSecond }: BusinessMetric): MetricAtRisk {
  return { id, share: 0, perSecond: Number.isFinite(perSecond) ? 0 : null, isBound: false }
}

function hopsUp(start: number, callers: (row: number) => readonly number[]): Map<number, number> {
  const hops = new Map([[start, 0]])
  for (const [row, distance] of hops) {
    for (const caller of callers(row)) if (!hops.has(caller)) hops.set(caller, distance + 1)
  }
  return hops
}

function dependenceOf(caller: CauseNode | undefined, overEdge: number | undefined): Exposure {
  const asked = meanKnown(caller?.requests?.window ?? [])
  if (overEdge === undefined || !(asked > 0)) return { share: 1, isBound: true }
  return { share: Math.min(1, overEdge / asked), isBound: false }
}

/** Grows from the cause outwards until it no longer changes; calls in a circle only ever add. */
function exposures(
  start: number,
  hops: ReadonlyMap<number, number>,
  callees: (row: number) => readonly number[],
  dependence: (caller: number, callee: number) => Exposure,
): Map<number, Exposure> {
  const exposed = new Map<number, Exposure>([[start, { share: 1, isBound: false }]])
  for (let round = 0, change = Infinity; round < ENOUGH_ROUNDS && change > SETTLED; round += 1) {
    change = 0
    for (const row of hops.keys()) {
      if (row === start) continue
      let spared = 1
      let isBound = false
      for (const callee of callees(row)) {
        const below = exposed.get(callee)
        if (below === undefined) continue
        const over = dependence(row, callee)
        spared *= 1 - over.share * below.share
        isBound ||= over.isBound || below.isBound
      }
      const share = 1 - spared
      change = Math.max(change, Math.abs(share - (exposed.get(row)?.share ?? 0)))
      exposed.set(row, { share, isBound })
    }
  }
  return exposed
}

function riskOf(
  { id, nodes, perSecond }: BusinessMetric,
  exposureOf: (id: string) => Exposure,
  weightOf: (id: string) => number,
): MetricAtRisk {
  const areWeighed = nodes.every((node) => Number.isFinite(weightOf(node)))
  let sum = 0
  let weights = 0
  for (const node of nodes) {
    const weight = areWeighed ? weightOf(node) : 1
    sum += weight * exposureOf(node).share
    weights += weight
  }
  const share = weights > 0 ? sum / weights : 0
  const isBound = !areWeighed || nodes.some((node) => exposureOf(node).isBound)
  return { id, share, perSecond: Number.isFinite(perSecond) ? share * perSecond : null, isBound }
}
