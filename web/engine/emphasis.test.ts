import { describe, expect, it } from 'vitest'
import { createEmphasis, writeEmphasis } from './emphasis.ts'

/** a → b → c, and d alone. */
const EDGES = { count: 2, source: Uint16Array.of(0, 1), target: Uint16Array.of(1, 2), bend: new Float32Array(2) }
const NOTHING = { selectedNode: -1, selectedEdge: -1, hoveredNode: -1, hoveredEdge: -1 }

describe('emphasis', () => {
  it('is even while nothing is chosen', () => {
    const out = createEmphasis(4, 2)
    writeEmphasis(out, EDGES, NOTHING)
    expect([...out.nodes, ...out.edges]).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('lets all recede but the selected, its edges and their ends', () => {
    const out = createEmphasis(4, 2)
    writeEmphasis(out, EDGES, { ...NOTHING, selectedNode: 0 })
    expect(out.nodes[0]).toBe(1)
    expect(out.nodes[1]).toBe(1)
    expect(out.nodes[2]).toBeLessThan(0.5)
    expect(out.nodes[3]).toBeLessThan(0.5)
    expect(out.edges[0]).toBe(1)
    expect(out.edges[1]).toBeLessThan(0.5)
  })

  it('leaves to a filter what is bright, while the selected stays', () => {
    const out = createEmphasis(4, 2)
    const filter = { nodes: Uint8Array.of(0, 1, 1, 0), edges: Uint8Array.of(0, 1), hidesOthers: false }
    writeEmphasis(out, EDGES, { ...NOTHING, selectedNode: 0, filter })
    expect([out.nodes[0], out.nodes[1], out.nodes[2], out.edges[1]]).toEqual([1, 1, 1, 1])
    expect(out.nodes[3]).toBeLessThan(0.5)
    expect(out.edges[0]).toBeLessThan(0.5)
    expect(out.litEdges[0]).toBeGreaterThan(0)
  })

  it('draws nothing of what a filter hides, whatever the pointer does', () => {
    const out = createEmphasis(4, 2)
    const filter = { nodes: Uint8Array.of(0, 1, 1, 0), edges: Uint8Array.of(0, 1), hidesOthers: true }
    writeEmphasis(out, EDGES, { ...NOTHING, hoveredNode: 3, hoveredEdge: 0, filter })
    expect([...out.nodes]).toEqual([0, 1, 1, 0])
    expect([...out.edges]).toEqual([0, 1])
    expect([...out.litEdges]).toEqual([0, 0])
  })

  it('lights a hovered edge without moving the rest', () => {
    const out = createEmphasis(4, 2)
    writeEmphasis(out, EDGES, { ...NOTHING, hoveredEdge: 1 })
    expect([...out.litEdges]).toEqual([0, 1])
    expect([...out.nodes]).toEqual([1, 1, 1, 1])
  })
})
