/**
 * What the search for a cause is told: the known call graph, what was measured at its nodes long before and around the
 * incident, and where it was noticed. All the series of one incident share the rows of its window; unknown is NaN.
 */
export interface Samples {
  /** Rows long enough before the incident to say what is ordinary; in time or not, gaps allowed. */
  history: ArrayLike<number>
  /** Rows around the incident, in time; the same rows for every series. Quiet rows at the start help. */
  window: ArrayLike<number>
}

export interface CauseNode {
  /** A service in a region, or whatever the graph's nodes are. */
  id: string
  region?: string
  /** Requests per second, or per sample: any unit, the same at every node. */
  requests?: Samples
  /** 0–1: failed, or answered by a fallback. */
  failureShare?: Samples
  /** Any unit, the same at every node. */
  latency?: Samples
  /** Means add up along calls, percentiles do not: only means are weighed with their requests. */
  latencyIs?: 'mean' | 'tail'
  /** Share of what it can bear: evidence for the node itself, never passed on. */
  saturation?: Samples
}

export interface CauseEdge {
  caller: string
  callee: string
  /** Over this edge, the mean of the window's rows in the nodes' unit; a callee is then charged for these alone. */
  requests?: number
}

/** What may be noticed at a node. */
export type SymptomMeasure = 'requests' | 'failures' | 'latency'

export interface Symptom {
  node: string
  measure: SymptomMeasure
}

export interface Incident {
  nodes: readonly CauseNode[]
  edges: readonly CauseEdge[]
  symptom: Symptom
  /** Time of each row of the window, ms. Without it nothing is said about when. */
  times?: ArrayLike<number>
}
