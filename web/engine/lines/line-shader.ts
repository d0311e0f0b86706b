import { PACES } from '../engine-graph.ts'
import { CAMERA_GLSL, EDGES_PER_ROW, PALETTE_GLSL } from '../shared-uniforms.ts'

export const LINE_VERTEX = /* glsl */ `
precision highp float;
precision highp int;
precision highp sampler2D;
in vec2 along;
uniform sampler2D uGeo;
uniform sampler2D uDyn;
uniform float uReveal;
out vec4 vColor;
out float vPx;
out float vSide;
out float vHalf;
flat out float vDashed;
${PALETTE_GLSL}
${CAMERA_GLSL}

void main() {
  int edge = gl_InstanceID;
  ivec2 cell = ivec2(edge % ${EDGES_PER_ROW}, edge / ${EDGES_PER_ROW});
  vec4 ends = texelFetch(uGeo, ivec2(cell.x * 2, cell.y), 0);
  vec4 rest = texelFetch(uGeo, ivec2(cell.x * 2 + 1, cell.y), 0);
  vec4 state = texelFetch(uDyn, ivec2(cell.x * 3 + 2, cell.y), 0);
  float t = along.x;
  float u = 1.0 - t;
  vec2 p0 = ends.xy, p1 = ends.zw, p2 = rest.xy;
  vec2 place = u * u * p0 + 2.0 * u * t * p1 + t * t * p2;
  vec2 way = normalize(2.0 * u * (p1 - p0) + 2.0 * t * (p2 - p1) + vec2(1e-6));

  bool unknown = state.x < ${PACES.unknown + 0.5};
  float lit = state.w;
  float halfPx = mix(0.6, 1.0, lit);
  vHalf = halfPx;
  vSide = along.y * (halfPx + 0.7);
  vPx = t * rest.z * uCamera.z;
  vDashed = unknown ? 1.0 : 0.0;
  vec3 tone = mix(unknown ? C_FAINT : C_LINE, C_MUTED, lit);
  float alpha = mix(unknown ? 0.75 : 0.5, 0.75, lit) * state.y * uReveal;
  vColor = vec4(tone, alpha);
  gl_Position = clipOf(place, vec2(-way.y, way.x) * vSide);
}
`

export const LINE_FRAGMENT = /* glsl */ `
precision highp float;
in vec4 vColor;
in float vPx;
in float vSide;
in float vHalf;
flat in float vDashed;
out vec4 color;
void main() {
  float alpha = clamp(vHalf + 0.5 - abs(vSide), 0.0, 1.0);
  if (vDashed > 0.5) alpha *= step(fract(vPx / 9.0), 0.5);
  color = vec4(vColor.rgb, vColor.a * alpha);
}
`
