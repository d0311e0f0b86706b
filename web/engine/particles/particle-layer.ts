import {
  BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  IntType,
  Points,
  type DataTexture,
  type IUniform,
} from 'three'
import type { EdgeStore } from '../edge-store.ts'
import { createFlatMaterial } from '../flat-material.ts'
import type { SharedUniforms } from '../shared-uniforms.ts'
import { PARTICLE_FRAGMENT, PARTICLE_VERTEX } from './particle-shader.ts'
import { fillSlots, slotsOf } from './particle-slots.ts'

/** All dots of a view in one draw. The CPU only says which slot is which dot of which edge, once a tick. */
export interface ParticleLayer {
  readonly object: Points
  /** Dots drawn at present. */
  readonly dots: number
  attach(store: EdgeStore): void
  /** After the store's dots changed. */
  refill(store: EdgeStore): void
  setDotSize(cssPx: number): void
  dispose(): void
}

export function createParticleLayer(shared: SharedUniforms): ParticleLayer {
  const uGeo: IUniform<DataTexture | null> = { value: null }
  const uDyn: IUniform<DataTexture | null> = { value: null }
  const uDotSize = { value: 3 }
  const uniforms = { ...shared, uGeo, uDyn, uDotSize }
  const material = createFlatMaterial({ vertexShader: PARTICLE_VERTEX, fragmentShader: PARTICLE_FRAGMENT, uniforms })
  let slots = createSlots(4_096)
  const object = new Points(new BufferGeometry(), material)
  object.frustumCulled = false
  object.geometry.setAttribute('slot', slots)
  object.geometry.setDrawRange(0, 0)
  let drawn = 0

  function makeRoom(needed: number): void {
    if (needed <= slots.count) return
    const geometry = new BufferGeometry()
    slots = createSlots(2 ** Math.ceil(Math.log2(needed)))
    geometry.setAttribute('slot', slots)
    object.geometry.dispose()
    object.geometry = geometry
  }

  return {
    object,
    get dots() {
      return drawn
    },
    attach(store) {
      uGeo.value = store.geoTexture
      uDyn.value = store.dynTexture
    },
    refill(store) {
      drawn = slotsOf(store.dots)
      makeRoom(drawn)
      const changed = fillSlots(store.dots, uint16sOf(slots))
      object.geometry.setDrawRange(0, drawn)
      if (!changed) return
      slots.clearUpdateRanges()
      slots.addUpdateRange(0, drawn * 2)
      slots.needsUpdate = true
    },
    setDotSize(cssPx) {
      uDotSize.value = cssPx
    },
    dispose() {
      object.geometry.dispose()
      material.dispose()
    },
  }
}

function createSlots(capacity: number): BufferAttribute {
  const slots = new BufferAttribute(new Uint16Array(capacity * 2), 2)
  slots.gpuType = IntType
  slots.setUsage(DynamicDrawUsage)
  return slots
}

/** createSlots always makes them of Uint16Array. */
function uint16sOf(slots: BufferAttribute): Uint16Array {
  if (!(slots.array instanceof Uint16Array)) throw new TypeError('slots are 16-bit integers')
  return slots.array
}
