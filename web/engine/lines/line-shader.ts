import { CHANGES, PACES } from '../engine-graph.ts'
import { CAMERA_GLSL, CHANGE_GLSL, EDGES_PER_ROW, PALETTE_GLSL } from '../shared-uniforms.ts'

export const LINE_VERTEX = /* glsl */ `
precision highp float;
precision highp int;
precision highp sampler2D;
in vec2 along;
uniform sampler2D uGeo;
uniform sampler2D uDyn;
uniform float uReveal;
uniform float uSince;
uniform float uDashes;
uniform float uFaint;
uniform float uBand;
out vec4 vColor;
out float vPx;
out float vSide;
out float vHalf;
flat out float vDashed;
/* Dashes instead of dots: where in the pattern; shares of failed and degraded, negative where unknown; whose. */
out float vAlong;
flat out vec3 vDash;
${PALETTE_GLSL}
${CHANGE_GLSL}
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
  float alpha = mix((unknown ? 0.75 : 0.5) * uFaint, 0.75, lit) * state.y * uReveal;
  vColor = vec4(tone, alpha);
  vec4 motion = texelFetch(uDyn, ivec2(cell.x * 3, cell.y), 0);
  vec4 shares = texelFetch(uDyn, ivec2(cell.x * 3 + 1, cell.y), 0);
  // What changed is a band in the colour of the change, wider for more; what is gone or not known is dashed.
  if (tellsChange(shares.w)) {
    bool unknownChange = isUnknownChange(shares.w);
    float amount = unknownChange ? 0.0 : min(abs(shares.w), 1.0);
    tone = amount == 0.0 ? tone : changeTone(shares.w, C_MUTED);
    alpha = max(alpha, amount * 0.75 * uBand * state.y * uReveal);
    vHalf = max(halfPx, 0.6 + amount * 1.1 * uBand);
    vSide = along.y * (vHalf + 0.7);
    vDashed = unknownChange || shares.w <= ${CHANGES.vanished + 0.5} ? 1.0 : 0.0;
    if (unknownChange) tone = C_FAINT;
    vColor = vec4(tone, alpha);
  }
  vAlong = 0.0;
  vDash = vec3(0.0, 0.0, -1.0);
  if (uDashes > 0.5 && !unknown && motion.x > 0.0) {
    float dashes = max(1.0, floor(rest.z / 16.0));
    vAlong = (t - fract(motion.y + motion.z * uSince)) * dashes;
    // A small number: the sine of a large one is no lot.
    vDash = vec3(shares.xy, mod(rest.w, 1021.0));
    vHalf = clamp(shares.z * uCamera.z * 0.45, 0.8, 6.0);
    vSide = along.y * (vHalf + 0.7);
    vColor = vec4(mix(C_FLOW, C_MUTED, state.z * 0.8), 0.9 * min(1.0, 0.3 + motion.x) * state.y * uReveal);
    if (tellsChange(shares.w)) {
      vDash.xy = vec2(0.0);
      vColor.rgb = changeTone(shares.w, C_MUTED);
    }
  }
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
in float vAlong;
flat in vec3 vDash;
out vec4 color;
${PALETTE_GLSL}
void main() {
  float alpha = clamp(vHalf + 0.5 - abs(vSide), 0.0, 1.0);
  if (vDashed > 0.5) alpha *= step(fract(vPx / 9.0), 0.5);
  vec3 tone = vColor.rgb;
  if (vDash.z >= 0.0) {
    alpha *= step(fract(vAlong), 0.6);
    float lot = fract(sin(floor(vAlong) * 12.9898 + vDash.z * 78.233) * 43758.5453);
    if (vDash.x < 0.0) tone = C_MUTED;
    else if (lot < vDash.x) tone = C_FAILING;
    else if (lot < vDash.x + max(vDash.y, 0.0)) tone = C_DEGRADED;
  }
  color = vec4(tone, vColor.a * alpha);
}
`
