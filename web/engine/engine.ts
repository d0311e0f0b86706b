import { Group, type Object3D } from 'three'
import { layoutX, layoutY, type Bounds } from './camera/camera.ts'
import { createCameraRig, type Arrival, type CameraRig } from './camera/camera-rig.ts'
import { boundsOf } from './camera/graph-bounds.ts'
import { createEdgeStore, type EdgeStore } from './edge-store.ts'
import { createEmphasis, writeEmphasis, type Chosen, type Emphasis } from './emphasis.ts'
import type { EngineColumns, EngineGraph } from './engine-graph.ts'
import { createEngineLayers, disposeLayers, type EngineLayers } from './engine-layers.ts'
import { DARK_THEME, type EngineTheme } from './engine-theme.ts'
import { moveOverlay, type OverlayAnchor } from './overlay.ts'
import { createParticleBudget, type ParticleBudget, type ParticleBudgetLimits } from './particles/particle-budget.ts'
import { legibleDots, requestsPerDotFor, totalRequestsPerSecond } from './particles/particle-law.ts'
import { createPickGrid, type PickGrid } from './picking/pick-grid.ts'
import { createSharedUniforms, paint, type SharedUniforms } from './shared-uniforms.ts'

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
  /** What lies under this place (CSS px from the upper left); the answer is the same object each time. */
  pick(px: number, py: number): Picked
  /** Draws the words anew, after fonts have come. */
  refreshText(): void
  /** Called when what one dot stands for changes. */
  onLegend(listener: (requestsPerDot: number) => void): void
  /** Called when something was told that a next frame would show. */
  onChange(listener: () => void): void
  /** Writes what is drawn into an element's data attributes, once a tick: for tests and the curious. */
  reportTo(target: DOMStringMap, drawCalls: number): void
  dispose(): void
}

/** Rows; −1 for none. A node goes before an edge. */
export interface Picked {
  node: number
  edge: number
}

interface EngineState {
  shared: SharedUniforms
  layers: EngineLayers
  rig: CameraRig
  budget: ParticleBudget
  theme: EngineTheme
  dpr: number
  graph: EngineGraph | null
  columns: EngineColumns | null
  store: EdgeStore
  grid: PickGrid | null
  emphasis: Emphasis
  chosen: Chosen
  anchors: readonly OverlayAnchor[]
  picked: Picked
  sinceTick: number
  requestsPerDot: number
  columnsDirty: boolean
  choiceDirty: boolean
  cameraDirty: boolean
  reported: boolean
  tellLegend: (requestsPerDot: number) => void
  tellChange: () => void
}

const NODE_TOLERANCE_PX = 6
const EDGE_TOLERANCE_PX = 7
const DOT_PX = { wide: 2.9, narrow: 3 } as const
const NOTHING_CHOSEN: Chosen = { selectedNode: -1, selectedEdge: -1, hoveredNode: -1, hoveredEdge: -1 }

export function createEngine(limits: ParticleBudgetLimits): Engine {
  const object = new Group()
  const state = createState(limits, object)
  const { rig } = state
  const told = (change: () => void): void => {
    change()
    state.cameraDirty = true
    state.tellChange()
  }
  return {
    object,
    step: (deltaSeconds) => step(state, deltaSeconds),
    setGraph: (graph, arrival) => told(() => setGraph(state, graph, arrival)),
    setColumns: (columns) => told(() => Object.assign(state, { columns, columnsDirty: true })),
    choose: (chosen) => told(() => Object.assign(state, { chosen, choiceDirty: true })),
    setTheme: (theme) => told(() => setTheme(state, theme)),
    setStill: (still) => told(() => Object.assign(rig, { still })),
    resize: (width, height, dpr) => told(() => resize(state, width, height, dpr)),
    setOverlay: (anchors) => told(() => Object.assign(state, { anchors })),
    fit: () => told(() => state.graph !== null && rig.fit(boundsIn(state, state.graph), state.graph.fitMargin)),
    pan: (dx, dy) => told(() => rig.pan(dx, dy)),
    zoom: (px, py, factor) => told(() => rig.zoom(px, py, factor)),
    pick: (px, py) => pick(state, px, py),
    refreshText: () => told(() => configureText(state)),
    onLegend(listener) {
      state.tellLegend = listener
      if (state.requestsPerDot > 0) listener(state.requestsPerDot)
    },
    onChange: (listener) => {
      state.tellChange = listener
    },
    reportTo: (target, drawCalls) => reportTo(state, target, drawCalls),
    dispose() {
      disposeLayers(state.layers)
      state.store.dispose()
      object.clear()
    },
  }
}

function createState(limits: ParticleBudgetLimits, object: Group): EngineState {
  const shared = createSharedUniforms()
  const state: EngineState = {
    shared,
    layers: createEngineLayers(shared, object),
    rig: createCameraRig(),
    budget: createParticleBudget(limits),
    theme: DARK_THEME,
    dpr: 1,
    graph: null,
    columns: null,
    store: createEdgeStore(0),
    grid: null,
    emphasis: createEmphasis(0, 0),
    chosen: NOTHING_CHOSEN,
    anchors: [],
    picked: { node: -1, edge: -1 },
    sinceTick: 0,
    requestsPerDot: 0,
    columnsDirty: false,
    choiceDirty: false,
    cameraDirty: true,
    reported: true,
    tellLegend: () => {},
    tellChange: () => {},
  }
  paint(shared, state.theme)
  configureText(state)
  return state
}

function step(state: EngineState, deltaSeconds: number): void {
  const { rig, shared } = state
  // Without motion frames come only when something was told: their distance says nothing of the machine.
  if (!rig.still && state.budget.observe(deltaSeconds)) state.columnsDirty = true
  state.sinceTick += deltaSeconds
  if (state.columnsDirty) tick(state)
  if (state.choiceDirty || state.columnsDirty) showChoice(state)
  if (rig.advance(deltaSeconds) || state.cameraDirty) showCamera(state)
  shared.uSince.value = rig.still ? 0 : state.sinceTick
  state.layers.labels.arrange(rig.camera.zoom)
  state.columnsDirty = false
  state.choiceDirty = false
  state.cameraDirty = false
}

/** A new second: how many dots each edge has, and how fast and how ill they are. */
function tick(state: EngineState): void {
  const { graph, columns, layers, store, rig } = state
  if (graph === null || columns === null) return
  const total = totalRequestsPerSecond(columns.edges.requestsPerSecond, columns.edges.pace)
  const dots = Math.min(state.budget.dots, legibleDots(graph.edges.count))
  const before = state.requestsPerDot
  state.requestsPerDot = requestsPerDotFor(total, dots, before)
  const elapsedSeconds = rig.still ? 0 : state.sinceTick
  store.tick({ columns, graph, requestsPerDot: state.requestsPerDot, elapsedSeconds })
  state.sinceTick = 0
  state.reported = false
  layers.particles.refill(store)
  layers.nodes.setColumns(columns.nodes)
  layers.labels.setColumns(columns)
  if (before !== state.requestsPerDot) state.tellLegend(state.requestsPerDot)
}

function showChoice({ graph, emphasis, chosen, store, layers }: EngineState): void {
  if (graph === null) return
  writeEmphasis(emphasis, graph.edges, chosen)
  store.emphasise(emphasis.edges, emphasis.litEdges)
  layers.nodes.emphasise(emphasis.nodes, chosen.selectedNode, chosen.hoveredNode)
  layers.labels.emphasise(emphasis.nodes, chosen.selectedNode, chosen.hoveredNode)
}

function showCamera({ shared, rig, dpr, graph, anchors }: EngineState): void {
  const { camera, viewport, reveal } = rig
  shared.uCamera.value.set(camera.x, camera.y, camera.zoom, dpr)
  shared.uViewport.value.set(viewport.width, viewport.height)
  shared.uReveal.value = reveal
  if (graph !== null) moveOverlay(anchors, graph.nodes, camera, viewport, reveal)
}

function setGraph(state: EngineState, graph: EngineGraph, arrival: Arrival): void {
  const { layers } = state
  state.store.dispose()
  const store = createEdgeStore(graph.edges.count)
  store.place(graph)
  state.graph = graph
  state.store = store
  state.columns = null
  state.columnsDirty = false
  state.grid = createPickGrid(graph.nodes, store.geo, graph.edges.count)
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
  state.rig.arrive(arrival, boundsIn(state, graph), graph.fitMargin)
}

function boundsIn({ store }: EngineState, graph: EngineGraph): Bounds {
  return boundsOf(graph.nodes, store.geo, store.count)
}

function setTheme(state: EngineState, theme: EngineTheme): void {
  const refont = theme.fontFamily !== state.theme.fontFamily
  state.theme = theme
  paint(state.shared, theme)
  if (refont) configureText(state)
}

function resize(state: EngineState, width: number, height: number, dpr: number): void {
  const { graph, rig } = state
  const finer = dpr !== state.dpr
  state.dpr = dpr
  if (finer) configureText(state)
  rig.resize(width, height, graph && boundsIn(state, graph), graph && graph.fitMargin)
}

function configureText({ layers, theme, dpr }: EngineState): void {
  layers.labels.configure({ fontFamily: theme.fontFamily, dpr })
}

function pick({ rig, grid, picked }: EngineState, px: number, py: number): Picked {
  const { camera, viewport } = rig
  const x = layoutX(camera, px, viewport)
  const y = layoutY(camera, py, viewport)
  picked.node = grid?.nodeAt(x, y, NODE_TOLERANCE_PX / camera.zoom) ?? -1
  picked.edge = picked.node >= 0 ? -1 : (grid?.edgeAt(x, y, EDGE_TOLERANCE_PX / camera.zoom) ?? -1)
  return picked
}

function reportTo(state: EngineState, target: DOMStringMap, drawCalls: number): void {
  if (state.reported) return
  state.reported = true
  target.dots = String(state.layers.particles.dots)
  target.requestsPerDot = String(state.requestsPerDot)
  target.drawCalls = String(drawCalls)
}
