import type { Engine } from './engine.ts'
import {
  createEngineColumns,
  HEALTH_CODES,
  NODE_SHAPES,
  NOTE_TONES,
  PACES,
  type EngineColumns,
  type EngineGraph,
} from './engine-graph.ts'
import { DARK_THEME, type EngineTheme } from './engine-theme.ts'
import { madeUpColumns, madeUpGraph } from './made-up-map-fixture.ts'
import { createStage, type Stage } from './stage-fixture.ts'

/**
 * Runs in a browser page on its own: scenes of the engine, each at a fixed instant of a fixed fleet, so that the same
 * picture is drawn at any time and on any machine.
 */
export const SCENES = [
  'region',
  'selected-light',
  'world',
  'to-itself-and-side-by-side',
  'old-and-unknown',
  'dashes',
] as const
export type SceneName = (typeof SCENES)[number]

export const PICTURE = { width: 640, height: 400 } as const
const LIMITS = { start: 900, least: 900, most: 900 }
const FONT = 'Inter, sans-serif'
const DARK: EngineTheme = { ...DARK_THEME, fontFamily: FONT }
const LIGHT: EngineTheme = {
  ...DARK,
  ink: '#f6f7f9',
  surface: '#ffffff',
  line: '#d5dae3',
  text: '#161b26',
  muted: '#5a6577',
  faint: '#8b95a7',
  flow: '#1f7fc4',
  flowRing: '#74b3e0',
  degraded: '#b57a00',
  failing: '#d0431a',
  unknown: '#c3cad6',
}

/** The scene as a PNG, a data URL. */
export function drawScene(name: SceneName): string {
  const theme = name === 'selected-light' ? LIGHT : DARK
  const background = Number.parseInt(theme.ink.slice(1), 16)
  const stage = createStage({ ...PICTURE, limits: LIMITS, background })
  const engine = stage.begin()
  engine.setTheme(theme)
  DRAW[name](engine, stage)
  const url = stage.context.canvas instanceof HTMLCanvasElement ? stage.context.canvas.toDataURL('image/png') : ''
  stage.close()
  return url
}

const DRAW: Readonly<Record<SceneName, (engine: Engine, stage: Stage) => void>> = {
  region: (engine, stage) => liveFor(4, engine, stage, madeUpGraph(60, 150, { laidOut: true }), madeUp),
  'selected-light'(engine, stage) {
    const graph = madeUpGraph(60, 150, { laidOut: true })
    engine.setGraph(graph, 'at-once')
    engine.choose({ selectedNode: 12, selectedEdge: -1, hoveredNode: -1, hoveredEdge: -1 })
    engine.setColumns(madeUp(graph, 3), 0)
    engine.look({ x: graph.nodes.x[12] ?? 0, y: graph.nodes.y[12] ?? 0, zoom: 1.4 }, 'at-once')
    engine.pin(1_763_820_131)
    stage.frame(1)
  },
  world: (engine, stage) => liveFor(3, engine, stage, WORLD, worldColumns),
  'to-itself-and-side-by-side': (engine, stage) => liveFor(3, engine, stage, PAIRS, healthy),
  'old-and-unknown': (engine, stage) => liveFor(3, engine, stage, PAIRS, old),
  dashes(engine, stage) {
    const graph = madeUpGraph(60, 150, { laidOut: true })
    engine.setGraph(graph, 'at-once')
    engine.setColumns(madeUp(graph, 0), 0)
    let at = 0
    // A machine that takes half a second for each frame.
    while (engine.view().detail === 'dots' && at < 200) engine.step((at += 0.5))
    stage.frame(at)
  },
}

/** Something new each second, as in life. */
function liveFor(
  seconds: number,
  engine: Engine,
  stage: Stage,
  graph: EngineGraph,
  columnsOf: (graph: EngineGraph, second: number) => EngineColumns,
): void {
  engine.setGraph(graph, 'at-once')
  for (let second = 0; second <= seconds; second++) {
    engine.setColumns(columnsOf(graph, second), second)
    stage.frame(second)
  }
  stage.frame(seconds + 0.5)
}

function madeUp(graph: EngineGraph, second: number): EngineColumns {
  return madeUpColumns(graph.nodes.count, graph.edges.count, second)
}

/** Three regions around the INTERNET, a CDN, and one stream from region to region. */
const WORLD: EngineGraph = {
  streams: 'wide',
  nodes: {
    count: 5,
    id: ['internet', 'cdn', 'east', 'west', 'europe'],
    x: Float32Array.of(0, 0, 330, -330, 0),
    y: Float32Array.of(0, -230, -40, -40, 260),
    radius: Float32Array.of(36, 27, 76, 76, 76),
    shape: Uint8Array.of(NODE_SHAPES.hub, NODE_SHAPES.square, NODE_SHAPES.donut, NODE_SHAPES.donut, NODE_SHAPES.donut),
    label: ['', '', '', '', ''],
  },
  edges: {
    count: 5,
    id: ['internet>cdn', 'internet>east', 'internet>west', 'internet>europe', 'east>europe'],
    source: Uint16Array.of(0, 0, 0, 0, 2),
    target: Uint16Array.of(1, 2, 3, 4, 4),
    bend: Float32Array.of(0.07, 0.07, 0.07, 0.07, 0.2),
  },
  rings: [180, 330, 480],
  fitMargin: { top: 20, right: 20, bottom: 20, left: 20 },
}

function worldColumns({ nodes, edges }: EngineGraph, second: number): EngineColumns {
  const columns = createEngineColumns(nodes.count, edges.count)
  const { failing, degraded, healthy: well } = HEALTH_CODES
  columns.nodes.health.set([well, well, failing, well, degraded])
  columns.nodes.errorShare.set([0, 0, 0.18, 0.002, 0.01])
  columns.nodes.degradedShare.set([0, 0, 0.05, 0.001, 0.09])
  columns.nodes.usedShare.set([NaN, NaN, 0.92, 0.4, 0.55])
  columns.nodes.requestsPerSecond.set([900_000, 90_000, 400_000, 300_000, 200_000])
  columns.edges.requestsPerSecond.set([90_000, 400_000, 300_000 + second * 9_000, 200_000, 20_000])
  columns.edges.errorShare.set([0, 0.18, 0.002, 0.01, 0.3])
  columns.edges.degradedShare.set([0, 0.05, 0.001, 0.09, 0])
  columns.edges.latencyMs.set([20, 240, 60, 90, 180])
  columns.edges.pace.fill(PACES.moving)
  columns.edges.note = ['', '', '', '', '20,000/s → europe']
  return columns
}

/** Two that talk over three protocols and back, one that calls itself twice, and a line of others. */
const PAIRS: EngineGraph = {
  streams: 'narrow',
  nodes: {
    count: 5,
    id: ['api', 'store', 'loop', 'queue', 'batch'],
    x: Float32Array.of(0, 260, 130, 0, 260),
    y: Float32Array.of(0, 0, 130, 220, 220),
    radius: Float32Array.of(20, 16, 14, 12, 10),
    shape: new Uint8Array(5).fill(NODE_SHAPES.service),
    label: ['api', 'store', 'retries-itself', 'queue', 'batch'],
  },
  edges: {
    count: 9,
    id: Array.from({ length: 9 }, (_, row) => `pair ${row}`),
    source: Uint16Array.of(0, 0, 0, 1, 1, 2, 2, 0, 3),
    target: Uint16Array.of(1, 1, 1, 0, 0, 2, 2, 3, 4),
    bend: Float32Array.of(0.05, 0.14, 0.23, 0.05, 0.14, 0.05, 0.14, 0.05, 0.05),
  },
  rings: [],
  fitMargin: { top: 50, right: 60, bottom: 60, left: 60 },
}

function healthy({ nodes, edges }: EngineGraph): EngineColumns {
  const columns = createEngineColumns(nodes.count, edges.count)
  columns.nodes.health.fill(HEALTH_CODES.healthy)
  columns.nodes.errorShare.fill(0.001)
  columns.nodes.degradedShare.fill(0)
  columns.nodes.requestsPerSecond.set([900, 500, 200, 90, 40])
  columns.edges.requestsPerSecond.set([900, 500, 300, 600, 200, 300, 150, 90, 40])
  columns.edges.errorShare.fill(0.02)
  columns.edges.degradedShare.fill(0.04)
  columns.edges.latencyMs.fill(120)
  columns.edges.pace.fill(PACES.moving)
  return columns
}

/** Late, stale and unknown ones among those that live. */
function old(graph: EngineGraph): EngineColumns {
  const columns = healthy(graph)
  columns.edges.pace.set([
    PACES.slow,
    PACES.still,
    PACES.unknown,
    PACES.still,
    PACES.moving,
    PACES.still,
    PACES.unknown,
  ])
  columns.edges.ageing.set([0.25, 0.85, 1, 0.85, 0, 0.85, 1])
  columns.edges.requestsPerSecond[2] = NaN
  columns.nodes.health.set([HEALTH_CODES.failing, HEALTH_CODES.degraded, HEALTH_CODES.unknown, HEALTH_CODES.idle])
  columns.nodes.errorShare.set([0.3, 0.02, NaN, 0])
  columns.nodes.ageing.set([0.85, 0.25, 0, 0, 0])
  columns.nodes.note = ['30 % failed', '2 % failed', '', '', '']
  columns.nodes.noteTone.set([NOTE_TONES.failing, NOTE_TONES.degraded])
  return columns
}
