import { BufferAttribute, BufferGeometry, LineSegments } from 'three'
import { createFlatMaterial } from '../flat-material.ts'
import { CAMERA_GLSL, PALETTE_GLSL, type SharedUniforms } from '../shared-uniforms.ts'

/** Hairlines behind everything, in layout units: one draw, nothing while there are none. */
export interface BackdropLayer {
  readonly object: LineSegments
  /** x0 y0 x1 y1 for each; null for none. */
  setSegments(segments: Float32Array | null): void
  dispose(): void
}

const VERTEX = /* glsl */ `
precision highp float;
in vec2 place;
${CAMERA_GLSL}
void main() {
  gl_Position = clipOf(place, vec2(0.0));
}
`

const FRAGMENT = /* glsl */ `
precision highp float;
uniform float uReveal;
out vec4 color;
${PALETTE_GLSL}
void main() {
  color = vec4(mix(C_LINE, C_FAINT, 0.45), uReveal * 0.9);
}
`

export function createBackdropLayer(shared: SharedUniforms): BackdropLayer {
  const material = createFlatMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: shared })
  const object = new LineSegments(new BufferGeometry(), material)
  object.frustumCulled = false
  object.visible = false
  let shown: Float32Array | null = null

  return {
    object,
    setSegments(segments) {
      if (segments === shown) return
      shown = segments
      object.geometry.dispose()
      object.geometry = new BufferGeometry()
      object.visible = segments !== null
      if (segments === null) return
      object.geometry.setAttribute('place', new BufferAttribute(segments, 2))
      object.geometry.setDrawRange(0, segments.length / 2)
    },
    dispose() {
      object.geometry.dispose()
      material.dispose()
    },
  }
}
