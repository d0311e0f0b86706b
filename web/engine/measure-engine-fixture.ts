import { OrthographicCamera, Scene, WebGLRenderer } from 'three'
import { createEngine, type Engine } from './engine.ts'
import {
  createEngineColumns,
  HEALTH_CODES,
  NODE_SHAPES,
  PACES,
  type EngineColumns,
  type EngineGraph,
} from './engine-graph.ts'
import { generateGraph } from './layout/generate-graph-fixture.ts'

/**
 * Runs in a browser page on its own: the engine with a canvas and nothing else, on made-up fleets of any size. What is
 * measured is measured by whoever drives the page; here things are only done, a number of times.
 */
export interface OpenedMap {
  frames(count: number): void
  /** The camera moves in every frame: out, and in again. */
  zooming(count: number): void
  /** New columns and their frame, `count` times; all volumes change. */
  updates(count: number): void
  picks(count: number): number
  /** A service comes or goes with each of them. */
  rosterChanges(count: number): void
  /** The picture after five seconds of new data each second, drawn with so many frames a second. */
  hashAfterFiveSeconds(framesPerSecond: number): string
  /** The picture held at an instant after having shown something else for so long. */
  hashOfInstant(instantSeconds: number, shownBefore: number): string
  memory(): { geometries: number; textures: number }
  drawCalls(): number
  close(): void
}

export interface MapSize {
  nodes: number
  edges: number
  /** Draws are counted but not done: software WebGL would take the same processor. */
  stub?: boolean
}

const WIDTH = 960
const HEIGHT = 600
const LIMITS = { start: 3_000, least: 3_000, most: 3_000 }

export function openMap({ nodes, edges, stub = false }: MapSize): OpenedMap {
  const stage = createStage(nodes, edges, stub)
  const { context, renderer, frame, begin, tell } = stage
  const times = (count: number, act: (index: number) => void): void => {
    for (let index = 0; index < count; index++) act(index)
  }
  begin()
  frame(0)
  return {
    frames: (count) => times(count, () => frame(stage.now() + 1 / 60)),
    zooming: (count) =>
      times(count, (index) => {
        const factor = Math.floor(index / 100) % 2 === 0 ? 1.03 : 1 / 1.03
        stage.engine().zoom(WIDTH / 2, HEIGHT / 2, factor)
        frame(stage.now() + 1 / 60)
      }),
    updates: (count) =>
      times(count, () => {
        tell(stage.now())
        frame(stage.now() + 1 / 60)
      }),
    picks(count) {
      let found = 0
      times(count, (index) => {
        const picked = stage.engine().pick((index * 37) % WIDTH, (index * 91) % HEIGHT)
        if (picked.node >= 0 || picked.edge >= 0) found += 1
      })
      return found
    },
    rosterChanges: (count) =>
      times(count, (index) => {
        stage.engine().setGraph(madeUpGraph(nodes + (index % 2), edges), 'grown')
        tell(stage.now())
        frame(stage.now() + 1 / 60)
      }),
    hashAfterFiveSeconds(framesPerSecond) {
      begin()
      let told = 0
      times(5 * framesPerSecond + 1, (index) => {
        const at = index / framesPerSecond
        for (; told < 4 && told + 1 <= at; told++) tell(told + 1)
        stage.engine().step(at)
      })
      frame(5)
      return hashOf(context)
    },
    hashOfInstant(instantSeconds, shownBefore) {
      begin()
      times(shownBefore * 30, (index) => stage.engine().step(index / 30))
      stage.engine().setColumns(madeUpColumns(nodes, edges, 7), shownBefore)
      stage.engine().pin(instantSeconds)
      times(61, (index) => stage.engine().step(shownBefore + index / 30))
      frame(shownBefore + 3)
      return hashOf(context)
    },
    memory: () => ({ geometries: renderer.info.memory.geometries, textures: renderer.info.memory.textures }),
    drawCalls: () => stage.drawCalls(),
    close: () => stage.close(),
  }
}

/** A canvas with an engine on it, and a clock that only goes when a frame is asked for. */
function createStage(nodes: number, edges: number, stub: boolean) {
  const canvas = document.createElement('canvas')
  document.body.append(canvas)
  const context = canvas.getContext('webgl2', { alpha: true, antialias: false, preserveDrawingBuffer: true })
  if (context === null) throw new Error('no WebGL 2')
  let stubbedCalls = 0
  if (stub) stubDraws(context, () => (stubbedCalls += 1))
  const renderer = new WebGLRenderer({ canvas, context })
  renderer.setSize(WIDTH, HEIGHT, false)
  const scene = new Scene()
  const camera = new OrthographicCamera()
  let engine: Engine = createEngine(LIMITS)
  let second = 0
  let now = 0
  const tell = (at: number): void => engine.setColumns(madeUpColumns(nodes + 1, edges, second++), at)
  return {
    context,
    renderer,
    tell,
    engine: () => engine,
    now: () => now,
    drawCalls: () => (stub ? stubbedCalls : renderer.info.render.calls),
    begin(): void {
      engine.dispose()
      scene.clear()
      engine = createEngine(LIMITS)
      scene.add(engine.object)
      engine.resize(WIDTH, HEIGHT, 1)
      engine.setGraph(madeUpGraph(nodes, edges), 'at-once')
      now = 0
      second = 0
      tell(0)
    },
    frame(seconds: number): void {
      now = seconds
      engine.step(now)
      stubbedCalls = 0
      renderer.render(scene, camera)
    },
    close(): void {
      engine.dispose()
      scene.clear()
      renderer.dispose()
      renderer.forceContextLoss()
      canvas.remove()
    },
  }
}

function stubDraws(context: WebGL2RenderingContext, drawn: () => void): void {
  context.drawArrays = drawn
  context.drawElements = drawn
  context.drawArraysInstanced = drawn
  context.drawElementsInstanced = drawn
}

/** FNV-1a over every pixel. */
function hashOf(context: WebGL2RenderingContext): string {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4)
  context.readPixels(0, 0, WIDTH, HEIGHT, context.RGBA, context.UNSIGNED_BYTE, pixels)
  let hash = 0x811c9dc5
  let painted = 0
  for (const byte of pixels) {
    hash = Math.imul(hash ^ byte, 0x01000193)
    if (byte !== 0) painted += 1
  }
  return painted === 0 ? 'empty' : `${(hash >>> 0).toString(16)} ${painted}`
}

const graphs = new Map<string, EngineGraph>()

function madeUpGraph(count: number, edgeCount: number): EngineGraph {
  const key = `${count} ${edgeCount}`
  const known = graphs.get(key)
  if (known !== undefined) return known
  const { nodes, edges } = generateGraph({ nodes: count, seed: 7, edgesPerNode: (edgeCount / count) * 1.3 })
  const rows = new Map(nodes.map(({ id }, row) => [id, row]))
  const kept = edges.slice(0, edgeCount)
  const columns = Math.ceil(Math.sqrt(count * 1.2))
  const graph: EngineGraph = {
    streams: 'narrow',
    nodes: {
      count,
      x: Float32Array.from({ length: count }, (_, row) => (row % columns) * 148),
      y: Float32Array.from({ length: count }, (_, row) => Math.floor(row / columns) * 84),
      radius: Float32Array.from({ length: count }, (_, row) => 8 + (row % 14)),
      shape: new Uint8Array(count).fill(NODE_SHAPES.service),
      label: nodes.map(({ id }) => id),
    },
    edges: {
      count: kept.length,
      source: Uint16Array.from(kept, ({ source }) => rows.get(source) ?? 0),
      target: Uint16Array.from(kept, ({ target }) => rows.get(target) ?? 0),
      bend: new Float32Array(kept.length).fill(0.05),
    },
    rings: [],
    fitMargin: { top: 40, right: 40, bottom: 40, left: 40 },
  }
  graphs.set(key, graph)
  return graph
}

/** Skewed volumes: most edges are quiet, a few carry nearly everything. */
function madeUpColumns(nodes: number, edges: number, second: number): EngineColumns {
  const columns = createEngineColumns(nodes, edges)
  for (let node = 0; node < nodes; node++) {
    columns.nodes.health[node] = node % 23 === 0 ? HEALTH_CODES.failing : HEALTH_CODES.healthy
    columns.nodes.errorShare[node] = node % 23 === 0 ? 0.2 : 0.001
    columns.nodes.degradedShare[node] = 0
    columns.nodes.requestsPerSecond[node] = 10 ** ((node * 7) % 5)
  }
  for (let edge = 0; edge < edges; edge++) {
    columns.edges.requestsPerSecond[edge] =
      10 ** ((((edge * 2_654_435_761) >>> 8) % 40) / 10) * (1 + ((edge + second) % 7) / 20)
    columns.edges.errorShare[edge] = ((edge + second) % 11) / 50
    columns.edges.degradedShare[edge] = 0.01
    columns.edges.latencyMs[edge] = 10 + ((edge * 53 + second * 29) % 700)
    columns.edges.pace[edge] = PACES.moving
  }
  return columns
}
