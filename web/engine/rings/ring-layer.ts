import { Mesh } from 'three'
import { createFlatMaterial } from '../flat-material.ts'
import { createQuads, floatsIn, markChanged } from '../quad.ts'
import { CAMERA_GLSL, PALETTE_GLSL, type SharedUniforms } from '../shared-uniforms.ts'

/** Faint circles around the origin: distance from the middle of the world, nothing more. */
export interface RingLayer {
  readonly object: Mesh
  setRings(radii: readonly number[]): void
  dispose(): void
}

const MOST = 6

const VERTEX = /* glsl */ `
precision highp float;
in vec2 corner;
in float radius;
out vec2 vPx;
flat out float vRadius;
${CAMERA_GLSL}
void main() {
  vRadius = radius * uCamera.z;
  vPx = corner * (vRadius + 2.0);
  gl_Position = clipOf(vec2(0.0), vPx);
}
`

const FRAGMENT = /* glsl */ `
precision highp float;
in vec2 vPx;
flat in float vRadius;
uniform float uReveal;
out vec4 color;
${PALETTE_GLSL}
void main() {
  float alpha = clamp(1.0 - abs(length(vPx) - vRadius), 0.0, 1.0);
  if (alpha == 0.0) discard;
  color = vec4(C_LINE, alpha * 0.55 * uReveal);
}
`

export function createRingLayer(shared: SharedUniforms): RingLayer {
  const geometry = createQuads(MOST, { radius: 1 })
  const material = createFlatMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: shared })
  const object = new Mesh(geometry, material)
  object.frustumCulled = false
  return {
    object,
    setRings(radii) {
      floatsIn(geometry, 'radius').set(radii.slice(0, MOST))
      geometry.instanceCount = Math.min(radii.length, MOST)
      object.visible = radii.length > 0
      markChanged(geometry, 'radius')
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}
