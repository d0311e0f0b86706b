import { CAMERA_GLSL, CHANGE_GLSL, EDGES_PER_ROW, PALETTE_GLSL } from '../shared-uniforms.ts'

/** Where a dot is and what colour it has follows from its name, the edge's two textures and the time alone. */
export const PARTICLE_VERTEX = /* glsl */ `
precision highp float;
precision highp int;
precision highp sampler2D;
in uvec2 slot;
uniform sampler2D uGeo;
uniform sampler2D uDyn;
uniform float uSince;
uniform float uReveal;
uniform float uDotSize;
out vec4 vColor;
out float vSize;
${PALETTE_GLSL}
${CHANGE_GLSL}
${CAMERA_GLSL}

uint mixed(uint bits) {
  bits ^= bits >> 16; bits *= 0x7feb352du;
  bits ^= bits >> 15; bits *= 0x846ca68bu;
  return bits ^ (bits >> 16);
}
float unit(uint bits) { return float(bits >> 8) / 16777216.0; }

void main() {
  int edge = int(slot.x);
  ivec2 cell = ivec2(edge % ${EDGES_PER_ROW}, edge / ${EDGES_PER_ROW});
  vec4 ends = texelFetch(uGeo, ivec2(cell.x * 2, cell.y), 0);
  vec4 rest = texelFetch(uGeo, ivec2(cell.x * 2 + 1, cell.y), 0);
  vec4 motion = texelFetch(uDyn, ivec2(cell.x * 3, cell.y), 0);
  vec4 shares = texelFetch(uDyn, ivec2(cell.x * 3 + 1, cell.y), 0);
  vec4 state = texelFetch(uDyn, ivec2(cell.x * 3 + 2, cell.y), 0);

  uint name = mixed(uint(rest.w) * 65599u + slot.y * 2654435761u + 1u);
  float phase = motion.y + motion.z * uSince + unit(name);
  float trip = floor(phase);
  float t = phase - trip;
  uint draw = mixed(name ^ (uint(motion.w * 64.0 + trip) * 0x9e3779b9u));

  vec2 p0 = ends.xy, p1 = ends.zw, p2 = rest.xy;
  float u = 1.0 - t;
  vec2 place = u * u * p0 + 2.0 * u * t * p1 + t * t * p2;
  vec2 along = normalize(2.0 * u * (p1 - p0) + 2.0 * t * (p2 - p1) + vec2(1e-6));
  uint more = mixed(draw + 77u);
  // Three draws summed: dense in the middle, thin at the sides.
  float side = unit(draw << 9) + unit(more) + unit(more << 11) - 1.5;
  place += vec2(-along.y, along.x) * side * shares.z * 1.25;

  float lot = unit(mixed(draw + 13u));
  vec3 color = C_FLOW;
  float size = uDotSize;
  if (tellsChange(shares.w)) { color = isUnknownChange(shares.w) ? C_MUTED : changeTone(shares.w, C_MUTED); }
  else if (shares.x < 0.0) { color = C_MUTED; }
  else if (lot < shares.x) { color = C_FAILING; size *= 1.35; }
  else if (lot < shares.x + max(shares.y, 0.0)) { color = C_DEGRADED; size *= 1.15; }
  float grey = dot(color, vec3(0.3, 0.55, 0.15));
  color = mix(color, mix(vec3(grey), C_MUTED, 0.5), state.z * 0.8);

  float k = float(slot.y);
  float whole = floor(motion.x);
  float alpha = k < whole ? 1.0 : fract(motion.x);
  alpha *= smoothstep(0.0, 0.04, t) * smoothstep(0.0, 0.04, 1.0 - t);
  alpha *= mix(0.65, 1.0, unit(more << 5)) * state.y * (1.0 - 0.35 * state.z) * uReveal;

  float scale = clamp(sqrt(uCamera.z), 0.75, 1.6);
  vSize = size * scale * uCamera.w;
  gl_PointSize = vSize + 1.0;
  gl_Position = alpha < 0.01 ? vec4(2.0, 2.0, 2.0, 1.0) : clipOf(place, vec2(0.0));
  vColor = vec4(color, alpha);
}
`

export const PARTICLE_FRAGMENT = /* glsl */ `
precision mediump float;
in vec4 vColor;
in float vSize;
out vec4 color;
void main() {
  float distance = length(gl_PointCoord - 0.5) * (vSize + 1.0);
  float alpha = clamp(vSize * 0.5 + 0.5 - distance, 0.0, 1.0);
  color = vec4(vColor.rgb, vColor.a * alpha);
}
`
