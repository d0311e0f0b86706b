import { Mesh } from 'three'
import type { EngineColumns, EngineNodes } from '../engine-graph.ts'
import { createFlatMaterial } from '../flat-material.ts'
import { createQuads, floatsIn, markChanged } from '../quad.ts'
import { changeCodeOf, type SharedUniforms } from '../shared-uniforms.ts'
import { HEALTH_CODE_COUNT } from './mark-shader.ts'
import { NODE_FRAGMENT, NODE_VERTEX } from './node-shader.ts'

/** All nodes of a view in one draw; each is one quad, its rings and marks are distances in the fragment shader. */
export interface NodeLayer {
  readonly object: Mesh
  setNodes(nodes: EngineNodes): void
  setColumns(columns: EngineColumns['nodes']): void
  /** Emphasis 0–1 of each node; rows of the selected and the hovered one, −1 for none. */
  emphasise(emphasis: Float32Array, selected: number, hovered: number): void
  dispose(): void
}

const ATTRIBUTES = { place: 4, shares: 4, state: 4, change: 1 } as const

export function createNodeLayer(shared: SharedUniforms): NodeLayer {
  const material = createFlatMaterial({ vertexShader: NODE_VERTEX, fragmentShader: NODE_FRAGMENT, uniforms: shared })
  let geometry = createQuads(1, ATTRIBUTES)
  let count = 0
  const object = new Mesh(geometry, material)
  object.frustumCulled = false
  object.visible = false

  return {
    object,
    setNodes(nodes) {
      if (nodes.count !== count || count === 0) {
        geometry.dispose()
        geometry = createQuads(Math.max(1, nodes.count), ATTRIBUTES)
        object.geometry = geometry
        count = nodes.count
      }
      object.visible = count > 0
      const place = floatsIn(geometry, 'place')
      for (let node = 0; node < count; node++) {
        const at = node * 4
        place[at] = nodes.x[node]
        place[at + 1] = nodes.y[node]
        place[at + 2] = nodes.radius[node]
        place[at + 3] = nodes.shape[node]
      }
      markChanged(geometry, 'place')
    },
    setColumns(columns) {
      const shares = floatsIn(geometry, 'shares')
      const state = floatsIn(geometry, 'state')
      const change = floatsIn(geometry, 'change')
      for (let node = 0; node < count; node++) {
        const at = node * 4
        change[node] = changeCodeOf(columns.change?.[node])
        shares[at] = orUnknown(columns.errorShare[node])
        shares[at + 1] = orUnknown(columns.degradedShare[node])
        shares[at + 2] = orUnknown(columns.usedShare[node])
        shares[at + 3] = columns.ageing[node]
        // One number for both: the shader takes it apart again.
        state[at] = columns.health[node] + columns.marks[node] * HEALTH_CODE_COUNT
      }
      markChanged(geometry, 'shares')
      markChanged(geometry, 'state')
      markChanged(geometry, 'change')
    },
    emphasise(emphasis, selected, hovered) {
      const state = floatsIn(geometry, 'state')
      for (let node = 0; node < count; node++) {
        state[node * 4 + 1] = emphasis[node]
        state[node * 4 + 2] = node === selected ? 1 : 0
        state[node * 4 + 3] = node === hovered ? 1 : 0
      }
      markChanged(geometry, 'state')
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}

/** Shaders cannot test for NaN portably; shares are never negative. */
function orUnknown(share: number): number {
  return Number.isNaN(share) ? -1 : share
}
