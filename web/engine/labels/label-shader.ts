import { CAMERA_GLSL, PALETTE_GLSL } from '../shared-uniforms.ts'

/** `anchor` x, y; `offset` of the upper left corner in CSS px, tone, alpha; `cell` in texture px. */
export const LABEL_VERTEX = /* glsl */ `
precision highp float;
in vec2 corner;
in vec4 anchor;
in vec4 offset;
in vec4 cell;
uniform float uReveal;
uniform float uAtlasSize;
out vec2 vUv;
flat out vec4 vTone;
${PALETTE_GLSL}
${CAMERA_GLSL}
void main() {
  vec2 share = corner * 0.5 + 0.5;
  float dpr = uCamera.w;
  // The upper left corner lies on a whole device pixel: letters stay as sharp as they were drawn.
  vec2 screen = (anchor.xy - uCamera.xy) * uCamera.z + vec2(0.0, anchor.z * uCamera.z) + offset.xy;
  vec2 topLeft = floor((screen + uViewport * 0.5) * dpr + 0.5);
  vec2 px = (topLeft + share * cell.zw) / dpr - uViewport * 0.5;
  gl_Position = vec4(px.x * 2.0 / uViewport.x, -px.y * 2.0 / uViewport.y, 0.0, 1.0);
  vUv = (cell.xy + share * cell.zw) / uAtlasSize;
  int tone = int(offset.z + 0.5);
  vec3 color = tone == 6 ? C_ACTION : tone == 5 ? C_MORE : tone == 4 ? C_LESS : tone == 3 ? C_TEXT : (tone == 2 ? C_FAILING : (tone == 1 ? C_DEGRADED : C_MUTED));
  vTone = vec4(color, offset.w * uReveal);
}
`

export const LABEL_FRAGMENT = /* glsl */ `
precision highp float;
in vec2 vUv;
flat in vec4 vTone;
uniform sampler2D uAtlas;
out vec4 color;
${PALETTE_GLSL}
void main() {
  vec2 ink = texture(uAtlas, vUv).rg;
  float alpha = max(ink.r, ink.g * 0.8) * vTone.a;
  color = vec4(mix(C_INK, vTone.rgb, ink.r / max(max(ink.r, ink.g * 0.8), 1e-3)), alpha);
}
`
