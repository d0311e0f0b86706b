import type { Group } from 'three'
import type { Bounds, Camera } from './camera/camera.ts'
import { createCameraRig, type CameraRig } from './camera/camera-rig.ts'
import { createEdgeStore } from './edge-store.ts'
import { createEmphasis, type Chosen, type Emphasis } from './emphasis.ts'
import type { EngineColumns } from './engine-graph.ts'
import { createEngineLayers, type EngineLayers } from './engine-layers.ts'
import { DARK_THEME, type EngineTheme } from './engine-theme.ts'
import type { PlacedPicture } from './motion/placed-picture.ts'
import type { NextView } from './next-view.ts'
import type { OverlayAnchor } from './overlay.ts'
import {
  createParticleBudget,
  type ParticleBudget,
  type ParticleBudgetLimits,
  type StreamDetail,
} from './particles/particle-budget.ts'
import { createSharedUniforms, paint, type SharedUniforms } from './shared-uniforms.ts'

/** How streams are drawn at present, and what one dot stands for. */
export interface EngineLegend {
  requestsPerDot: number
  detail: StreamDetail
}

export interface EngineView {
  camera: Readonly<Camera>
  /** CSS px. */
  width: number
  height: number
  /** A person or a link has chosen this place; else it is the fit. */
  moved: boolean
  /** It is on its way to another place. */
  flying: boolean
  /** How streams are drawn at present. */
  detail: StreamDetail
  /** What one dot stands for; 0 before anything was drawn. */
  requestsPerDot: number
  /** Of the whole graph. */
  bounds: Readonly<Bounds>
  /** After the last step: false where the next frame would show the same unless something is told. */
  wantsFrames: boolean
}

export interface EngineWatcher {
  camera?(): void
  columns?(): void
}

/** Rows; −1 for none. A node goes before an edge. */
export interface Picked {
  node: number
  edge: number
}

/** All that the engine knows from one step to the next. */
export interface EngineState extends PlacedPicture {
  shared: SharedUniforms
  layers: EngineLayers
  rig: CameraRig
  budget: ParticleBudget
  theme: EngineTheme
  dpr: number
  columns: EngineColumns | null
  emphasis: Emphasis
  chosen: Chosen
  anchors: readonly OverlayAnchor[]
  /** Told already, but shown when the old picture has gone. */
  next: NextView | null
  watchers: Set<EngineWatcher>
  picked: Picked
  view: EngineView
  /** Of the last step; NaN before the first. */
  nowSeconds: number
  /** From when on the columns hold. */
  columnsAt: number
  /** From when on the phases in the store hold. */
  phasesAt: number
  pinnedAt: number | null
  /** Seconds of the data's own time that a second shows. */
  pace: number
  requestsPerDot: number
  /** A dot stands for no less, so that two maps can be held against each other. */
  leastPerDot: number
  toldDetail: StreamDetail
  columnsDirty: boolean
  /** The last step left nothing on its way. */
  atRest: boolean
  reported: boolean
  tellLegend: (legend: EngineLegend) => void
  tellChange: () => void
}

export const NOTHING_CHOSEN: Chosen = { selectedNode: -1, selectedEdge: -1, hoveredNode: -1, hoveredEdge: -1 }

/** Before anything was told: nothing is drawn. */
export function createEngineState(limits: ParticleBudgetLimits, object: Group): EngineState {
  const shared = createSharedUniforms()
  const rig = createCameraRig()
  const bounds: Bounds = { left: -100, top: -100, right: 100, bottom: 100 }
  const state: EngineState = {
    shared,
    layers: createEngineLayers(shared, object),
    rig,
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
    next: null,
    watchers: new Set(),
    moving: null,
    picked: { node: -1, edge: -1 },
    bounds,
    view: {
      camera: rig.camera,
      width: 1,
      height: 1,
      moved: false,
      flying: false,
      requestsPerDot: 0,
      detail: 'dots',
      bounds,
      wantsFrames: true,
    },
    nowSeconds: NaN,
    columnsAt: NaN,
    phasesAt: NaN,
    pinnedAt: null,
    pace: 1,
    requestsPerDot: 0,
    leastPerDot: 0,
    toldDetail: 'dots',
    columnsDirty: false,
    atRest: false,
    choiceDirty: false,
    cameraDirty: true,
    reported: true,
    tellLegend: () => {},
    tellChange: () => {},
  }
  paint(shared, state.theme)
  state.layers.labels.configure({ fontFamily: state.theme.fontFamily, dpr: state.dpr })
  return state
}
