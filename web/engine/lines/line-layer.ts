import { BufferAttribute, InstancedBufferGeometry, Mesh, type DataTexture, type IUniform } from 'three'
import type { EdgeStore } from '../edge-store.ts'
import { createFlatMaterial } from '../flat-material.ts'
import type { SharedUniforms } from '../shared-uniforms.ts'
import { LINE_FRAGMENT, LINE_VERTEX } from './line-shader.ts'

/**
 * One hairline under each stream, one draw for all: a ribbon of a few pieces, once an edge. Where dots are too much for
 * the machine the ribbons become moving dashes that say the same.
 */
export interface LineLayer {
  readonly object: Mesh
  attach(store: EdgeStore): void
  setDashes(instead: boolean): void
  dispose(): void
}

const PIECES = 14
/** Up to so many hairlines are drawn in full; of more each is fainter, else together they were a grey sheet. */
const FULL_LINES = 600

function faintnessOf(lines: number): number {
  return Math.min(1, (FULL_LINES / Math.max(lines, 1)) ** 0.75)
}

/** Up to so many bands of what changed are drawn in full; more of them would cover the nodes. */
const FULL_BANDS = 24

function bandOf(lines: number): number {
  return Math.sqrt(Math.min(1, FULL_BANDS / Math.max(lines, 1)))
}

export function createLineLayer(shared: SharedUniforms): LineLayer {
  const uGeo: IUniform<DataTexture | null> = { value: null }
  const uDyn: IUniform<DataTexture | null> = { value: null }
  const uDashes = { value: 0 }
  const uFaint = { value: 1 }
  const uBand = { value: 1 }
  const uniforms = { ...shared, uGeo, uDyn, uDashes, uFaint, uBand }
  const material = createFlatMaterial({ vertexShader: LINE_VERTEX, fragmentShader: LINE_FRAGMENT, uniforms })
  const geometry = createRibbon()
  const object = new Mesh(geometry, material)
  object.frustumCulled = false

  return {
    object,
    attach(store) {
      uGeo.value = store.geoTexture
      uDyn.value = store.dynTexture
      geometry.instanceCount = store.count
      uFaint.value = faintnessOf(store.count)
      uBand.value = bandOf(store.count)
      object.visible = store.count > 0
    },
    setDashes(instead) {
      uDashes.value = instead ? 1 : 0
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}

function createRibbon(): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry()
  const places: number[] = []
  const index: number[] = []
  for (let piece = 0; piece <= PIECES; piece++) {
    places.push(piece / PIECES, -1, piece / PIECES, 1)
    if (piece < PIECES) index.push(2 * piece, 2 * piece + 1, 2 * piece + 2, 2 * piece + 1, 2 * piece + 3, 2 * piece + 2)
  }
  geometry.setAttribute('along', new BufferAttribute(new Float32Array(places), 2))
  geometry.setIndex(index)
  return geometry
}
