import type { EngineColumns } from './engine-graph.ts'
import type { EngineLegend, EngineState } from './engine-state.ts'
import { isStanding } from './frames-wanted.ts'
import { legibleDots, requestsPerDotFor, totalRequestsPerSecond } from './particles/particle-law.ts'

/** A second's columns: they are told at any time, and counted from the second on that they hold from. */

export function setColumns(state: EngineState, columns: EngineColumns, atSeconds: number): void {
  if (state.next !== null) {
    state.next.columns = columns
    return
  }
  // Two seconds' columns between two frames: what moved during the first one counts too.
  if (state.columnsDirty) tick(state)
  state.columns = columns
  state.columnsAt = atSeconds
  state.columnsDirty = true
}

/** A new second: how many dots each edge has, and how fast and how ill they are. */
export function tick(state: EngineState): void {
  const { graph, columns, layers, store, budget, pinnedAt } = state
  if (graph === null || columns === null) return
  const total = totalRequestsPerSecond(columns.edges.requestsPerSecond, columns.edges.pace)
  const dots = Math.min(budget.dots, legibleDots(graph.edges.count))
  const before = state.requestsPerDot
  const fitting = requestsPerDotFor(total, dots, pinnedAt === null ? before : 0)
  state.requestsPerDot = Math.max(fitting, state.leastPerDot)
  const sincePhases = state.columnsAt - state.phasesAt
  const elapsedSeconds = isStanding(state) || Number.isNaN(sincePhases) ? 0 : sincePhases
  store.tick({ columns, graph, requestsPerDot: state.requestsPerDot, elapsedSeconds, shownPace: state.pace, pinnedAt })
  state.phasesAt = state.columnsAt
  state.reported = false
  layers.particles.object.visible = budget.detail !== 'dashes'
  layers.lines.setDashes(budget.detail === 'dashes')
  layers.particles.refill(store)
  layers.nodes.setColumns(columns.nodes)
  layers.labels.setColumns(columns)
  if (before !== state.requestsPerDot || state.toldDetail !== budget.detail) {
    state.toldDetail = budget.detail
    state.tellLegend(legendOf(state))
  }
}

export function legendOf({ requestsPerDot, budget }: EngineState): EngineLegend {
  return { requestsPerDot, detail: budget.detail }
}
