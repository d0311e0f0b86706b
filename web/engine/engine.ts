import { Group, type Object3D } from 'three'
import { fitCamera, layoutX, layoutY, panBy, zoomAt, type Camera, type Viewport } from './camera/camera.ts'
import { createFlight } from './camera/flight.ts'
import { boundsOf } from './camera/graph-bounds.ts'
import { createEdgeStore, type EdgeStore } from './edge-store.ts'
import { createEmphasis, writeEmphasis, type Chosen, type Emphasis } from './emphasis.ts'
import type { EngineColumns, EngineGraph } from './engine-graph.ts'
import { DARK_THEME, type EngineTheme } from './engine-theme.ts'
import { createLabelLayer } from './labels/label-layer.ts'
import { createLineLayer } from './lines/line-layer.ts'
import { createNodeLayer } from './nodes/node-layer.ts'
import { moveOverlay, type OverlayAnchor } from './overlay.ts'
import { createParticleBudget, type ParticleBudgetLimits } from './particles/particle-budget.ts'
import { createParticleLayer } from './particles/particle-layer.ts'
import { legibleDots, requestsPerDotFor, totalRequestsPerSecond } from './particles/particle-law.ts'
import { createPickGrid, type PickGrid } from './picking/pick-grid.ts'
import { createRingLayer } from './rings/ring-layer.ts'
import { createSharedUniforms, paint } from './shared-uniforms.ts'

/**
 * The moving picture. It is told a graph, a second's columns, what is chosen and how large the screen is; whoever owns
 * the frames calls `step` once in each. Told things are only noted (dirty flags) and done in the next step, so any
 * number of changes between two frames cost one. Nothing is allocated in a step in which nothing was told.
 */
export interface Engine {
  /** To be put into a scene; draws itself through its own camera. */
  readonly object: Object3D
  step(deltaSeconds: number): void
  setGraph(graph: EngineGraph, arrival: Arrival): void
  setColumns(columns: EngineColumns): void
  choose(chosen: Chosen): void
  setTheme(theme: EngineTheme): void
  /** Without motion dots stand still and the camera arrives at once. */
  setStill(still: boolean): void
  resize(width: number, height: number, dpr: number): void
  setOverlay(anchors: readonly OverlayAnchor[]): void
  fit(): void
  pan(dx: number, dy: number): void
  zoom(px: number, py: number, factor: number): void
  /** What lies under this place (CSS px from the upper left). */
  pick(px: number, py: number): Picked
  /** Called when what one dot stands for changes. */
  onLegend(listener: (requestsPerDot: number) => void): void
  /** Called when something was told that a next frame would show. */
  onChange(listener: () => void): void
  readonly figures: EngineFigures
  /** Draws the words anew, after fonts have come. */
  refreshText(): void
  /** Writes what is drawn into an element's data attributes, once a tick: for tests and the curious. */
  reportTo(target: DOMStringMap, drawCalls: number): void
  dispose(): void
}

/** How a new graph comes into sight: from far when going in, from near when going out; the view is kept when it grew. */
export type Arrival = 'at-once' | 'going-in' | 'going-out' | 'grown'

/** Rows; −1 for none. A node goes before an edge. */
export interface Picked {
  node: number
  edge: number
}

export interface EngineFigures {
  dots: number
  budget: number
  requestsPerDot: number
}

const ARRIVAL_SECONDS = 0.32
const FIT_SECONDS = 0.3
const ARRIVAL_ZOOM = { 'going-in': 0.72, 'going-out': 1.35 } as const
const NODE_TOLERANCE_PX = 6
const EDGE_TOLERANCE_PX = 7
const NOTHING_CHOSEN: Chosen = { selectedNode: -1, selectedEdge: -1, hoveredNode: -1, hoveredEdge: -1 }

export function createEngine(limits: ParticleBudgetLimits): Engine {
  const shared = createSharedUniforms()
  const layers = {
    rings: createRingLayer(shared),
    lines: createLineLayer(shared),
    particles: createParticleLayer(shared),
    nodes: createNodeLayer(shared),
    labels: createLabelLayer(shared),
  }
  const object = new Group()
  Object.values(layers).forEach((layer, order) => {
    layer.object.renderOrder = order
    object.add(layer.object)
  })

  const budget = createParticleBudget(limits)
  const flight = createFlight()
  const camera: Camera = { x: 0, y: 0, zoom: 1 }
  const goal: Camera = { x: 0, y: 0, zoom: 1 }
  const viewport: Viewport = { width: 1, height: 1 }
  const picked: Picked = { node: -1, edge: -1 }
  let theme = DARK_THEME
  let dpr = 1
  let graph: EngineGraph | null = null
  let columns: EngineColumns | null = null
  let store: EdgeStore = createEdgeStore(0)
  let grid: PickGrid | null = null
  let emphasis: Emphasis = createEmphasis(0, 0)
  let chosen: Chosen = NOTHING_CHOSEN
  let anchors: readonly OverlayAnchor[] = []
  let still = false
  let reveal = 1
  let sinceTick = 0
  let requestsPerDot = 0
  let columnsDirty = false
  let choiceDirty = false
  let cameraDirty = true
  /** The person has moved the camera: a resize then keeps the view instead of fitting again. */
  let moved = false
  let reported = false
  let legendListener: (requestsPerDot: number) => void = () => {}
  let changeListener: () => void = () => {}

  paint(shared, theme)

  function aim(): void {
    if (graph !== null) fitCamera(goal, boundsOf(graph.nodes), viewport, graph.fitMargin)
  }

  function tick(): void {
    if (graph === null || columns === null) return
    const total = totalRequestsPerSecond(columns.edges.requestsPerSecond, columns.edges.pace)
    const dots = Math.min(budget.dots, legibleDots(graph.edges.count))
    const before = requestsPerDot
    requestsPerDot = requestsPerDotFor(total, dots, requestsPerDot)
    store.tick({ columns, graph, requestsPerDot, elapsedSeconds: still ? 0 : sinceTick })
    sinceTick = 0
    reported = false
    layers.particles.refill(store)
    layers.nodes.setColumns(columns.nodes)
    layers.labels.setColumns(columns)
    if (before !== requestsPerDot) legendListener(requestsPerDot)
  }

  function showChoice(): void {
    if (graph === null) return
    writeEmphasis(emphasis, graph.edges, chosen)
    store.emphasise(emphasis.edges, emphasis.litEdges)
    layers.nodes.emphasise(emphasis.nodes, chosen.selectedNode, chosen.hoveredNode)
    layers.labels.emphasise(emphasis.nodes, chosen.selectedNode, chosen.hoveredNode)
  }

  function showCamera(): void {
    shared.uCamera.value.set(camera.x, camera.y, camera.zoom, dpr)
    shared.uViewport.value.set(viewport.width, viewport.height)
    if (graph !== null) moveOverlay(anchors, graph.nodes, camera, viewport, reveal)
  }

  function revealed(deltaSeconds: number): boolean {
    if (reveal >= 1) return false
    reveal = still ? 1 : Math.min(1, reveal + deltaSeconds / ARRIVAL_SECONDS)
    shared.uReveal.value = reveal
    return true
  }

  function flyTo(seconds: number): void {
    flight.start(camera, goal, still ? 0 : seconds)
    moved = false
    changeListener()
  }

  return {
    object,
    step(deltaSeconds) {
      if (budget.observe(deltaSeconds)) columnsDirty = true
      sinceTick += deltaSeconds
      if (columnsDirty) tick()
      if (choiceDirty || columnsDirty) showChoice()
      const flying = flight.advance(camera, deltaSeconds)
      if (revealed(deltaSeconds) || flying || cameraDirty) showCamera()
      shared.uSince.value = still ? 0 : sinceTick
      layers.labels.arrange(camera.zoom)
      columnsDirty = false
      choiceDirty = false
      cameraDirty = false
    },
    setGraph(next, arrival) {
      graph = next
      columns = null
      store.dispose()
      store = createEdgeStore(next.edges.count)
      store.place(next)
      grid = createPickGrid(next.nodes, store.geo, next.edges.count)
      emphasis = createEmphasis(next.nodes.count, next.edges.count)
      chosen = NOTHING_CHOSEN
      anchors = []
      layers.rings.setRings(next.rings)
      layers.lines.attach(store)
      layers.particles.attach(store)
      layers.particles.refill(store)
      layers.particles.setDotSize(next.streams === 'wide' ? 2.7 : 2.5)
      layers.nodes.setNodes(next.nodes)
      layers.labels.setGraph(next, store)
      choiceDirty = true
      if (arrival === 'grown' && moved) return
      aim()
      if (arrival === 'grown') {
        flyTo(FIT_SECONDS)
        return
      }
      Object.assign(camera, goal)
      cameraDirty = true
      moved = false
      flight.stop()
      if (arrival === 'at-once' || still) return
      camera.zoom = goal.zoom * ARRIVAL_ZOOM[arrival]
      reveal = 0
      shared.uReveal.value = 0
      flyTo(ARRIVAL_SECONDS)
    },
    setColumns(next) {
      columns = next
      columnsDirty = true
      changeListener()
    },
    choose(next) {
      chosen = next
      choiceDirty = true
      changeListener()
    },
    setTheme(next) {
      const refont = next.fontFamily !== theme.fontFamily
      theme = next
      paint(shared, theme)
      if (refont) layers.labels.configure({ fontFamily: theme.fontFamily, dpr })
      changeListener()
    },
    setStill(next) {
      still = next
      changeListener()
    },
    resize(width, height, nextDpr) {
      viewport.width = width
      viewport.height = height
      if (nextDpr !== dpr) layers.labels.configure({ fontFamily: theme.fontFamily, dpr: nextDpr })
      dpr = nextDpr
      cameraDirty = true
      if (!moved) {
        aim()
        flight.stop()
        Object.assign(camera, goal)
      }
      changeListener()
    },
    setOverlay(next) {
      anchors = next
      cameraDirty = true
      changeListener()
    },
    fit() {
      aim()
      flyTo(FIT_SECONDS)
    },
    pan(dx, dy) {
      flight.stop()
      panBy(camera, dx, dy)
      moved = true
      cameraDirty = true
      changeListener()
    },
    zoom(px, py, factor) {
      flight.stop()
      zoomAt(camera, px, py, factor, viewport)
      moved = true
      cameraDirty = true
      changeListener()
    },
    pick(px, py) {
      const x = layoutX(camera, px, viewport)
      const y = layoutY(camera, py, viewport)
      picked.node = grid?.nodeAt(x, y, NODE_TOLERANCE_PX / camera.zoom) ?? -1
      picked.edge = picked.node >= 0 ? -1 : (grid?.edgeAt(x, y, EDGE_TOLERANCE_PX / camera.zoom) ?? -1)
      return picked
    },
    onLegend(listener) {
      legendListener = listener
      if (requestsPerDot > 0) listener(requestsPerDot)
    },
    onChange(listener) {
      changeListener = listener
    },
    get figures() {
      return { dots: layers.particles.dots, budget: budget.dots, requestsPerDot }
    },
    refreshText() {
      layers.labels.configure({ fontFamily: theme.fontFamily, dpr })
      changeListener()
    },
    reportTo(target, drawCalls) {
      if (reported) return
      reported = true
      target.dots = String(layers.particles.dots)
      target.requestsPerDot = String(requestsPerDot)
      target.drawCalls = String(drawCalls)
    },
    dispose() {
      Object.values(layers).forEach((layer) => layer.dispose())
      store.dispose()
      object.clear()
    },
  }
}
