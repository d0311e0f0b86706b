import { DoubleSide, GLSL3, RawShaderMaterial, type IUniform } from 'three'

/** Every layer lies in one plane and is drawn in its own order, so depth says nothing. */
export function createFlatMaterial(input: {
  vertexShader: string
  fragmentShader: string
  uniforms: Record<string, IUniform>
}): RawShaderMaterial {
  return new RawShaderMaterial({
    ...input,
    glslVersion: GLSL3,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    side: DoubleSide,
  })
}
