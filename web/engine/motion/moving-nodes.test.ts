import { describe, expect, it } from 'vitest'
import { createEmphasis } from '../emphasis.ts'
import { NODE_SHAPES, type EngineGraph } from '../engine-graph.ts'
import { moveNodes, withOwnPlaces } from './moving-nodes.ts'

function graphOf(places: Readonly<Record<string, [x: number, y: number]>>): EngineGraph {
  const all = Object.entries(places)
  return {
    streams: 'narrow',
    nodes: {
      count: all.length,
      id: all.map(([id]) => id),
      x: Float32Array.from(all, ([, [x]]) => x),
      y: Float32Array.from(all, ([, [, y]]) => y),
      radius: new Float32Array(all.length).fill(10),
      shape: new Uint8Array(all.length).fill(NODE_SHAPES.service),
      label: all.map(([id]) => id),
    },
    edges: { count: 1, source: Uint16Array.of(0), target: Uint16Array.of(1), bend: Float32Array.of(0) },
    rings: [],
    fitMargin: { top: 0, right: 0, bottom: 0, left: 0 },
  }
}

describe('nodes on their way', () => {
  const before = graphOf({ a: [0, 0], gone: [5, 5], b: [100, 0] })
  const after = graphOf({ b: [100, 80], a: [0, 0], new: [300, 0] })

  it('begin where they were, whatever their row, and end exactly where they should', () => {
    const shown = withOwnPlaces(after)
    const moving = moveNodes(before.nodes, after.nodes)
    expect(moving?.advance(0, shown.nodes)).toBe(false)
    expect([...shown.nodes.y]).toEqual([0, 0, 0])
    moving?.advance(0.1, shown.nodes)
    const [half = NaN] = shown.nodes.y
    expect(half).toBeGreaterThan(0)
    expect(half).toBeLessThan(80)
    expect(moving?.advance(9, shown.nodes)).toBe(true)
    expect(shown.nodes).toEqual(after.nodes)
    expect(after.nodes.y[0]).toBe(80)
  })

  it('go as far in one step as in many', () => {
    const [once, often] = [withOwnPlaces(after), withOwnPlaces(after)]
    moveNodes(before.nodes, after.nodes)?.advance(0.2, once.nodes)
    const many = moveNodes(before.nodes, after.nodes)
    for (let step = 0; step < 20; step++) many?.advance(0.01, often.nodes)
    expect(often.nodes.y[0]).toBeCloseTo(once.nodes.y[0] ?? NaN, 3)
  })

  it('let newcomers fade in, with their streams', () => {
    const moving = moveNodes(before.nodes, after.nodes)
    moving?.advance(0.1, withOwnPlaces(after).nodes)
    const emphasis = createEmphasis(3, 1)
    moving?.fade(emphasis, { ...after.edges, target: Uint16Array.of(2) })
    expect(emphasis.nodes[0]).toBe(1)
    expect(emphasis.nodes[2]).toBeLessThan(0.5)
    expect(emphasis.edges[0]).toBeLessThan(0.5)
  })

  it('are none where nobody moves, or nobody is known', () => {
    expect(moveNodes(before.nodes, before.nodes)).toBeNull()
    expect(moveNodes({ ...before.nodes, id: [] }, after.nodes)).toBeNull()
  })
})
