import type { Arrival, Gate } from './camera/camera-rig.ts'
import { boundsOf } from './camera/graph-bounds.ts'
import { rowsBefore } from './edge-seeds.ts'
import { createEdgeStore } from './edge-store.ts'
import { createEmphasis } from './emphasis.ts'
import type { EngineGraph, EngineNodes } from './engine-graph.ts'
import { NOTHING_CHOSEN, type EngineState } from './engine-state.ts'
import { withOwnPlaces } from './motion/moving-nodes.ts'
import { setOut } from './motion/placed-picture.ts'
import { createNextView, holdBack, type NextView } from './next-view.ts'
import { setColumns, tick } from './tick.ts'

/**
 * From one graph to the next. Between the two halves of a passage the next one waits, with all that was told of it
 * meanwhile; then everything that hangs on a graph is made anew, and what goes on (dots, places) is carried over.
 */

const DOT_PX = { wide: 2.9, narrow: 3 } as const

/** The old picture leaves first, as the first half of one motion; without motion or an old picture the new one is there. */
export function setNext(state: EngineState, graph: EngineGraph, arrival: Arrival, gateRow: number): void {
  if (state.next !== null) arrive(state, state.next)
  const next = createNextView(graph, arrival, gateRow)
  const passes = arrival === 'going-in' || arrival === 'going-out'
  if (!passes || state.rig.still || state.graph === null) {
    arrive(state, next)
    return
  }
  holdBack(next, state.anchors)
  state.anchors = []
  state.next = next
  state.rig.leave(state.bounds, arrival === 'going-in' ? gateIn(state.graph.nodes, gateRow) : null)
}

/** Whoever moves the camera by hand wants the new picture now. */
export function arrived(state: EngineState): EngineState {
  if (state.next !== null) arrive(state, state.next)
  return state
}

export function arrive(state: EngineState, next: NextView): void {
  const staysInView = next.arrival === 'grown' || next.arrival === 'rearranged'
  const before = staysInView && !state.rig.still ? state.graph : null
  state.next = null
  setGraph(state, next.graph)
  if (next.backdrop !== undefined) state.layers.backdrop.setSegments(next.backdrop)
  if (next.anchors !== null) state.anchors = next.anchors
  if (next.chosen !== null) state.chosen = next.chosen
  if (next.columns !== null) setColumns(state, next.columns, state.nowSeconds)
  const gate = next.arrival === 'going-out' ? gateIn(next.graph.nodes, next.gateRow) : null
  state.rig.arrive(next.arrival, state.bounds, next.graph.fitMargin, gate)
  setOut(state, before?.nodes ?? null, next.graph.nodes)
  state.cameraDirty = true
}

function gateIn(nodes: EngineNodes, row: number): Gate | null {
  return row < 0 || row >= nodes.count ? null : { x: nodes.x[row], y: nodes.y[row], radius: nodes.radius[row] }
}

function setGraph(state: EngineState, graph: EngineGraph): void {
  const { layers } = state
  // What moved until now counts, whatever comes.
  if (state.columnsDirty) tick(state)
  const store = createEdgeStore(graph.edges.count)
  store.place(graph)
  if (state.graph !== null) store.goOn(state.store, rowsBefore(state.graph.edges, graph.edges))
  state.store.dispose()
  state.graph = withOwnPlaces(graph)
  state.store = store
  state.bounds = boundsOf(graph.nodes, store.geo, store.count)
  state.columns = null
  state.columnsDirty = false
  state.grid = null
  state.moving = null
  state.emphasis = createEmphasis(graph.nodes.count, graph.edges.count)
  state.chosen = NOTHING_CHOSEN
  state.choiceDirty = true
  layers.rings.setRings(graph.rings)
  layers.lines.attach(store)
  layers.particles.attach(store)
  layers.particles.refill(store)
  layers.particles.setDotSize(DOT_PX[graph.streams])
  layers.nodes.setNodes(graph.nodes)
  layers.labels.setGraph(graph, store.geo)
}
