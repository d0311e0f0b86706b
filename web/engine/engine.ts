import { Group, type Object3D } from 'three'
import { layoutX, layoutY, type Camera } from './camera/camera.ts'
import { arrive, arrived, setNext } from './arrive.ts'
import type { Arrival } from './camera/camera-rig.ts'
import { writeEmphasis, type Chosen } from './emphasis.ts'
import type { EngineColumns, EngineGraph, Margin } from './engine-graph.ts'
import { disposeLayers } from './engine-layers.ts'
import {
  createEngineState,
  type EngineLegend,
  type EngineState,
  type EngineView,
  type EngineWatcher,
  type Picked,
} from './engine-state.ts'
import type { EngineTheme } from './engine-theme.ts'
import { paintMinimap, type MinimapCanvas } from './minimap.ts'
import { carryNode, moveOn } from './motion/placed-picture.ts'
import { moveOverlay, type OverlayAnchor } from './overlay.ts'
import { holdBack } from './next-view.ts'
import type { ParticleBudgetLimits } from './particles/particle-budget.ts'
import { isStanding, wantsFrames } from './frames-wanted.ts'
import { pickAt } from './picking/pick-at.ts'
import { paint } from './shared-uniforms.ts'
import { legendOf, setColumns, tick } from './tick.ts'

/**
 * The moving picture. It is told a graph, a second's columns, what is chosen and how large the screen is; whoever owns
 * the frames calls `step` once in each. Told things are only noted (dirty flags) and done in the next step, so any
 * number of changes between two frames cost one. Nothing is allocated in a step in which nothing was told.
 *
 * Seconds are those of one monotonic clock, the frame owner's. What is shown follows from what was told with its
 * seconds and from the seconds of the step, never from how many steps there were: it is the same at 10 and at 144 Hz.
 */
export interface Engine {
  /** To be put into a scene; draws itself through its own camera. */
  readonly object: Object3D
  step(nowSeconds: number): void
  /** `gateRow`: going in, the row of the old graph's node that is entered; going out, of the new graph's that is left. */
  setGraph(graph: EngineGraph, arrival: Arrival, gateRow?: number): void
  /** These hold from `atSeconds` on; from the last step on where absent. */
  setColumns(columns: EngineColumns, atSeconds?: number): void
  /**
   * Holds the picture at an instant of the data's own time: nothing moves, and the same columns at the same instant give
   * the same picture, wherever and whenever they are shown. Null lets it flow again.
   */
  pin(instantSeconds: number | null): void
  /** So many seconds of the data's own time a second shows: dots move that much faster. 1 where nothing is said. */
  setPace(pace: number): void
  choose(chosen: Chosen): void
  /** Puts a node under a hand; where it then belongs is told with the next graph. */
  carry(node: number, px: number, py: number): void
  /** One dot stands for this at least: two maps with the same figure can be held against each other. 0: as it fits. */
  setLeastPerDot(requestsPerSecond: number): void
  setTheme(theme: EngineTheme): void
  /** Without motion dots stand still and the camera arrives at once. */
  setStill(still: boolean): void
  resize(width: number, height: number, dpr: number): void
  setOverlay(anchors: readonly OverlayAnchor[]): void
  fit(): void
  /** Shows this place, as a link or the minimap asks for. */
  look(place: Camera, how: 'fly' | 'at-once'): void
  /** Where the camera is; the answer is the same object each time. */
  view(): EngineView
  /** Called in the step in which the camera moved or new columns came; the returned function ends it. */
  watch(watcher: EngineWatcher): () => void
  /** The whole graph, small, onto another canvas. */
  paintMinimap(canvas: MinimapCanvas): void
  pan(dx: number, dy: number): void
  zoom(px: number, py: number, factor: number): void
  /** Line segments behind everything, layout units, x0 y0 x1 y1 for each; null for none. */
  setBackdrop(segments: Float32Array | null): void
  /** What lies under this place (CSS px from the upper left); the answer is the same object each time. */
  pick(px: number, py: number): Picked
  /** Draws the words anew, after fonts have come. */
  refreshText(): void
  /** Called when what one dot stands for changes. */
  onLegend(listener: (legend: EngineLegend) => void): void
  /** Called when something was told that a next frame would show. */
  onChange(listener: () => void): void
  /** Writes what is drawn into an element's data attributes, once a tick: for tests and the curious. */
  reportTo(target: DOMStringMap, renderer: RendererInfo): void
  dispose(): void
}

/** What three counts. */
interface RendererInfo {
  render: { calls: number }
  memory: { geometries: number; textures: number }
}

const NO_MARGIN: Margin = { top: 0, right: 0, bottom: 0, left: 0 }

export function createEngine(limits: ParticleBudgetLimits): Engine {
  const object = new Group()
  const state = createEngineState(limits, object)
  const { rig } = state
  const told = (change: () => void): void => {
    change()
    state.cameraDirty = true
    state.tellChange()
  }
  return {
    object,
    step: (nowSeconds) => step(state, nowSeconds),
    setGraph: (graph, arrival, gateRow = -1) => told(() => setNext(state, graph, arrival, gateRow)),
    setColumns: (columns, atSeconds) => told(() => setColumns(state, columns, atSeconds ?? state.nowSeconds)),
    pin: (instantSeconds) => told(() => pin(state, instantSeconds)),
    setPace: (pace) => told(() => setPace(state, pace)),
    choose: (chosen) => told(() => choose(state, chosen)),
    carry: (node, px, py) =>
      told(() => carryNode(state, node, layoutX(rig.camera, px, rig.viewport), layoutY(rig.camera, py, rig.viewport))),
    setLeastPerDot: (leastPerDot) => told(() => setLeastPerDot(state, leastPerDot)),
    setTheme: (theme) => told(() => setTheme(state, theme)),
    setStill: (still) => told(() => Object.assign(rig, { still })),
    resize: (width, height, dpr) => told(() => resize(state, width, height, dpr)),
    setOverlay: (anchors) =>
      told(() => (state.next === null ? Object.assign(state, { anchors }) : holdBack(state.next, anchors))),
    fit: () => told(() => arrived(state).graph !== null && rig.fit(state.bounds, marginOf(state))),
    look: (place, how) => told(() => arrived(state).rig.look(place, how)),
    view: () => viewOf(state),
    watch(watcher) {
      state.watchers.add(watcher)
      return () => state.watchers.delete(watcher)
    },
    paintMinimap: (canvas) =>
      paintMinimap(canvas, { graph: state.graph, columns: state.columns, bounds: state.bounds, theme: state.theme }),
    pan: (dx, dy) => told(() => arrived(state).rig.pan(dx, dy)),
    zoom: (px, py, factor) => told(() => arrived(state).rig.zoom(px, py, factor)),
    setBackdrop: (segments) =>
      told(() =>
        state.next === null ? state.layers.backdrop.setSegments(segments) : (state.next.backdrop = segments),
      ),
    pick: (px, py) => pickAt(state, px, py),
    refreshText: () => told(() => configureText(state)),
    onLegend(listener) {
      state.tellLegend = listener
      if (state.requestsPerDot > 0) listener(legendOf(state))
    },
    onChange: (listener) => {
      state.tellChange = listener
    },
    reportTo: (target, renderer) => reportTo(state, target, renderer),
    dispose() {
      disposeLayers(state.layers)
      state.store.dispose()
      object.clear()
    },
  }
}

function step(state: EngineState, nowSeconds: number): void {
  const { rig, shared, budget } = state
  const deltaSeconds = Number.isNaN(state.nowSeconds) ? 0 : Math.max(0, nowSeconds - state.nowSeconds)
  // What sets out after a rest sets out now, however long the rest was.
  const wayFor = state.atRest ? 0 : deltaSeconds
  state.nowSeconds = nowSeconds
  if (state.next !== null && rig.hasLeft) arrive(state, state.next)
  // Without motion frames come only when something was told: their distance says nothing of the machine.
  if (!rig.still && state.pinnedAt === null && budget.observe(deltaSeconds)) state.columnsDirty = true
  if (state.moving !== null) moveOn(state, wayFor)
  const ticked = state.columnsDirty
  if (ticked) tick(state)
  if (state.choiceDirty || ticked) showChoice(state)
  const moved = rig.advance(wayFor)
  if (moved || state.cameraDirty) showCamera(state)
  shared.uSince.value = isStanding(state) || Number.isNaN(state.phasesAt) ? 0 : nowSeconds - state.phasesAt
  state.layers.labels.arrange(rig.camera.zoom)
  state.columnsDirty = false
  state.choiceDirty = false
  state.cameraDirty = false
  state.atRest = !wantsFrames(state)
  for (const watcher of state.watchers) {
    if (ticked) watcher.columns?.()
    if (moved) watcher.camera?.()
  }
}

function viewOf(state: EngineState): EngineView {
  const { rig, view, bounds, budget, requestsPerDot } = state
  const { width, height } = rig.viewport
  const { moved, isFlying: flying } = rig
  return Object.assign(view, {
    width,
    height,
    moved,
    flying,
    detail: budget.detail,
    requestsPerDot,
    bounds,
    wantsFrames: !state.atRest,
  })
}

function choose(state: EngineState, chosen: Chosen): void {
  if (state.next === null) Object.assign(state, { chosen, choiceDirty: true })
  else state.next.chosen = chosen
}

function pin(state: EngineState, instantSeconds: number | null): void {
  if (state.pinnedAt === instantSeconds) return
  state.pinnedAt = instantSeconds
  state.columnsAt = state.nowSeconds
  // While it is held nothing travels on in secret.
  if (!Number.isNaN(state.phasesAt)) state.phasesAt = state.nowSeconds
  state.columnsDirty = true
}

function setPace(state: EngineState, pace: number): void {
  if (state.pace === pace) return
  state.pace = pace
  // The way so far was made at the old pace; what holds from a later second on holds from there.
  if (!state.columnsDirty) state.columnsAt = state.nowSeconds
  state.columnsDirty = true
}

function setLeastPerDot(state: EngineState, leastPerDot: number): void {
  if (state.leastPerDot === leastPerDot) return
  state.leastPerDot = leastPerDot
  state.columnsDirty = true
}

function showChoice(state: EngineState): void {
  const { graph, emphasis, chosen, store, layers } = state
  if (graph === null) return
  writeEmphasis(emphasis, graph.edges, chosen)
  state.moving?.fade(emphasis, graph.edges)
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

function marginOf({ graph }: EngineState): Margin {
  return graph?.fitMargin ?? NO_MARGIN
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
  rig.resize(width, height, graph && state.bounds, graph && graph.fitMargin)
}

function configureText({ layers, theme, dpr }: EngineState): void {
  layers.labels.configure({ fontFamily: theme.fontFamily, dpr })
}

function reportTo(state: EngineState, target: DOMStringMap, { render, memory }: RendererInfo): void {
  if (state.reported) return
  state.reported = true
  target.dots = String(state.layers.particles.dots)
  target.requestsPerDot = String(state.requestsPerDot)
  target.drawCalls = String(render.calls)
  target.geometries = String(memory.geometries)
  target.textures = String(memory.textures)
  target.detail = state.budget.detail
}
