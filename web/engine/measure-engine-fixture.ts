import type { Engine } from './engine.ts'
import type { EngineGraph } from './engine-graph.ts'
import { madeUpColumns, madeUpGraph } from './made-up-map-fixture.ts'
import { createStage, hashOfPixels, type Stage } from './stage-fixture.ts'

export { overlapsAtZooms } from './labels/measure-labels-fixture.ts'

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
  /** The picture after five seconds of new data each second, drawn with so many frames a second. */
  hashAfterFiveSeconds(framesPerSecond: number): string
  /** The picture held at an instant after having shown something else for so long. */
  hashOfInstant(instantSeconds: number, shownBefore: number): string
  /** The picture after three seconds in which services and connections came and went where it does not show, or not. */
  hashAfterRosterChanges(changes: number): string
  memory(): { geometries: number; textures: number }
  drawCalls(): number
  close(): void
}

export interface MapSize {
  nodes: number
  edges: number
  stub?: boolean
}

const WIDTH = 960
const HEIGHT = 600
const LIMITS = { start: 3_000, least: 3_000, most: 3_000 }

export function openMap({ nodes, edges, stub = false }: MapSize): OpenedMap {
  const stage = createStage({ width: WIDTH, height: HEIGHT, limits: LIMITS, stub })
  const { frame } = stage
  let second = 0
  const tell = (at: number): void => stage.engine().setColumns(madeUpColumns(nodes, edges, second++), at)
  const begin = (): Engine => {
    const engine = stage.begin()
    second = 0
    engine.setGraph(madeUpGraph(nodes, edges), 'at-once')
    tell(0)
    return engine
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
    ...hashesOf({ stage, begin, tell, nodes, edges }),
    memory: stage.memory,
    drawCalls: stage.drawCalls,
    close: stage.close,
  }
}

interface HashesInput extends MapSize {
  stage: Stage
  begin: () => Engine
  tell: (at: number) => void
}

function hashesOf({
  stage,
  begin,
  tell,
  nodes,
  edges,
}: HashesInput): Pick<OpenedMap, 'hashAfterFiveSeconds' | 'hashOfInstant' | 'hashAfterRosterChanges'> {
  return {
    hashAfterFiveSeconds(framesPerSecond) {
      const engine = begin()
      let told = 0
      times(5 * framesPerSecond + 1, (index) => {
        const at = index / framesPerSecond
        for (; told < 4 && told + 1 <= at; told++) tell(told + 1)
        engine.step(at)
      })
      stage.frame(5)
      return hashOfPixels(stage.context)
    },
    hashOfInstant(instantSeconds, shownBefore) {
      const engine = begin()
      times(shownBefore * 30, (index) => engine.step(index / 30))
      engine.setColumns(madeUpColumns(nodes, edges, 7), shownBefore)
      engine.pin(instantSeconds)
      times(61, (index) => engine.step(shownBefore + index / 30))
      stage.frame(shownBefore + 3)
      return hashOfPixels(stage.context)
    },
    hashAfterRosterChanges(changes) {
      const engine = begin()
      engine.look({ x: 300, y: 200, zoom: 1 }, 'at-once')
      times(3, (index) => {
        engine.step(index)
        const others = index < changes ? 1 + index : 0
        engine.setGraph(withOthersAside(madeUpGraph(nodes, edges), others), 'grown')
        engine.setColumns(withOthersBefore(edges, others, index, nodes), index)
      })
      stage.frame(3)
      return hashOfPixels(stage.context)
    },
  }
}

function times(count: number, act: (index: number) => void): void {
  for (let index = 0; index < count; index++) act(index)
}

const FAR = 90_000

/** So many quiet connections more, between two services far away, before all others: every row is another. */
function withOthersAside({ nodes, edges, ...rest }: EngineGraph, others: number): EngineGraph {
  if (others === 0) return { nodes, edges, ...rest }
  const far = [0, 1].map((row) => FAR + row * 200)
  const newcomers = Array.from({ length: others }, (_, row) => row)
  return {
    ...rest,
    nodes: {
      count: nodes.count + 2,
      id: [...(nodes.id ?? []), 'far-0', 'far-1'],
      x: Float32Array.from([...nodes.x, ...far]),
      y: Float32Array.from([...nodes.y, ...far]),
      radius: Float32Array.from([...nodes.radius, 10, 10]),
      shape: Uint8Array.from([...nodes.shape, 0, 0]),
      label: [...nodes.label, '', ''],
    },
    edges: {
      count: edges.count + others,
      id: [...newcomers.map((row) => `newcomer ${row}`), ...(edges.id ?? [])],
      source: Uint16Array.from([...newcomers.map(() => nodes.count), ...edges.source]),
      target: Uint16Array.from([...newcomers.map(() => nodes.count + 1), ...edges.target]),
      bend: Float32Array.from([...newcomers.map(() => 0.05), ...edges.bend]),
    },
  }
}

function withOthersBefore(edges: number, others: number, second: number, nodes: number) {
  const columns = madeUpColumns(nodes + (others > 0 ? 2 : 0), edges, second)
  const before = Array.from({ length: others }, () => 0)
  const { edges: one } = columns
  return {
    ...columns,
    edges: {
      ...one,
      requestsPerSecond: Float32Array.from([...before, ...one.requestsPerSecond]),
      errorShare: Float32Array.from([...before, ...one.errorShare]),
      degradedShare: Float32Array.from([...before, ...one.degradedShare]),
      latencyMs: Float32Array.from([...before, ...one.latencyMs]),
      pace: Uint8Array.from([...before, ...one.pace]),
      ageing: Float32Array.from([...before, ...one.ageing]),
      note: [...before.map(() => ''), ...one.note],
    },
  }
}
