import { DataTexture, FloatType, NearestFilter, RGBAFormat, Vector2, Vector4 } from 'three'
import { rgbOf, type EngineTheme } from './engine-theme.ts'

/** What every shader of the engine reads; the objects are shared, so one write reaches all. */
export interface SharedUniforms {
  [name: string]: { value: unknown }
  /** Camera centre x, y in layout units; CSS px per layout unit; device px per CSS px. */
  uCamera: { value: Vector4 }
  /** CSS px. */
  uViewport: { value: Vector2 }
  /** Seconds since the last tick. */
  uSince: { value: number }
  /** 0–1: how far a new picture has faded in. */
  uReveal: { value: number }
  /** Colours, PALETTE's order. */
  uPalette: { value: Float32Array }
}

const PALETTE = [
  'flow',
  'degraded',
  'failing',
  'unknown',
  'faint',
  'flowRing',
  'muted',
  'text',
  'line',
  'ink',
  'surface',
  'less',
  'more',
  'action',
] as const

/** Names for uPalette's rows in the shaders. */
export const PALETTE_GLSL = /* glsl */ `
uniform vec3 uPalette[${PALETTE.length}];
${PALETTE.map((name, row) => `#define C_${name.toUpperCase()} uPalette[${row}]`).join('\n')}
`

/** What is told as a change: a number that no change is, where colour tells health; unknown; else −1…1 and beyond. */
export const CHANGE_CODES = { none: 9, unknown: -9 } as const

/** A change as shaders get it: they cannot test for NaN portably. */
export function changeCodeOf(change: number | undefined): number {
  if (change === undefined) return CHANGE_CODES.none
  return Number.isNaN(change) ? CHANGE_CODES.unknown : change
}

/** To be put after PALETTE_GLSL. */
export const CHANGE_GLSL = /* glsl */ `
bool tellsChange(float code) { return code < ${CHANGE_CODES.none - 0.5}; }
bool isUnknownChange(float code) { return code < ${CHANGE_CODES.unknown + 0.5}; }
vec3 changeTone(float code, vec3 unchanged) {
  if (isUnknownChange(code)) return C_FAINT;
  float amount = min(abs(code), 1.0);
  return mix(unchanged, code < 0.0 ? C_LESS : C_MORE, amount == 0.0 ? 0.0 : 0.25 + 0.75 * amount);
}
`

/** Layout units → clip space; \`px\` is an offset in CSS px. */
export const CAMERA_GLSL = /* glsl */ `
uniform vec4 uCamera;
uniform vec2 uViewport;
vec4 clipOf(vec2 place, vec2 px) {
  vec2 screen = (place - uCamera.xy) * uCamera.z + px;
  return vec4(screen.x * 2.0 / uViewport.x, -screen.y * 2.0 / uViewport.y, 0.0, 1.0);
}
`

export function createSharedUniforms(): SharedUniforms {
  return {
    uCamera: { value: new Vector4(0, 0, 1, 1) },
    uViewport: { value: new Vector2(1, 1) },
    uSince: { value: 0 },
    uReveal: { value: 1 },
    uPalette: { value: new Float32Array(PALETTE.length * 3) },
  }
}

export function paint(uniforms: SharedUniforms, theme: EngineTheme): void {
  PALETTE.forEach((name, row) => uniforms.uPalette.value.set(rgbOf(theme[name]), row * 3))
}

/** Edges a row of the edge textures. */
export const EDGES_PER_ROW = 64

/** A texture of floats that is read by whole texels: `texelsPerEdge` for every edge. */
export function createEdgeTexture(edges: number, texelsPerEdge: number): DataTexture {
  const width = EDGES_PER_ROW * texelsPerEdge
  const height = Math.max(1, Math.ceil(edges / EDGES_PER_ROW))
  const texture = new DataTexture(new Float32Array(width * height * 4), width, height, RGBAFormat, FloatType)
  texture.minFilter = NearestFilter
  texture.magFilter = NearestFilter
  texture.needsUpdate = true
  return texture
}
