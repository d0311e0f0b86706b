import { CHANGES, HEALTH_CODES, NODE_SHAPES } from '../engine-graph.ts'
import { HEALTH_CODE_COUNT, MARK_GLSL } from './mark-shader.ts'
import { CAMERA_GLSL, CHANGE_GLSL, PALETTE_GLSL } from '../shared-uniforms.ts'

export const NODE_VERTEX = /* glsl */ `
precision highp float;
in vec2 corner;
in vec4 place;
in vec4 shares;
in vec4 state;
in float change;
uniform float uReveal;
out vec2 vPx;
flat out float vRadius;
flat out int vShape;
flat out vec4 vShares;
flat out vec4 vState;
flat out float vChange;
${CAMERA_GLSL}
void main() {
  vChange = change;
  vRadius = place.z * uCamera.z;
  vShape = int(place.w + 0.5);
  vShares = shares;
  vState = vec4(state.x, state.y * uReveal, state.z, state.w);
  float reach = vShape == ${NODE_SHAPES.service} || vShape == ${NODE_SHAPES.group} ? vRadius + 14.0 : vRadius * 1.9 + 8.0;
  vPx = corner * reach;
  gl_Position = clipOf(place.xy, vPx);
}
`

const SHAPE_GLSL = /* glsl */ `
const float PI = 3.14159265;
float band(float d, float halfWidth) { return clamp(halfWidth + 0.5 - abs(d), 0.0, 1.0); }
float inside(float d) { return clamp(0.5 - d, 0.0, 1.0); }
/* Turn 0–1, clockwise from twelve o'clock. */
float turnOf(vec2 p) { return fract(atan(p.x, -p.y) / (2.0 * PI) + 1.0); }
float diamond(vec2 p, float r) { return (abs(p.x) + abs(p.y) - r) * 0.7071; }
float triangle(vec2 p, float r) {
  p.y = -p.y + r * 0.18;
  float k = 1.7320508;
  p.x = abs(p.x) - r;
  p.y = p.y + r / k;
  if (p.x + k * p.y > 0.0) p = vec2(p.x - k * p.y, -k * p.x - p.y) / 2.0;
  p.x -= clamp(p.x, -2.0 * r, 0.0);
  return -length(p) * sign(p.y);
}
float box(vec2 p, float r, float corner) {
  vec2 q = abs(p) - r + corner;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - corner;
}
float hatch(vec2 p) { return smoothstep(0.25, 0.45, abs(fract((p.x + p.y) / 7.0) - 0.5) * 2.0); }
`

export const NODE_FRAGMENT = /* glsl */ `
precision highp float;
in vec2 vPx;
flat in float vRadius;
flat in int vShape;
flat in vec4 vShares;
flat in vec4 vState;
flat in float vChange;
out vec4 color;
${PALETTE_GLSL}
${CHANGE_GLSL}
${SHAPE_GLSL}
vec4 over(vec4 under, vec3 tone, float alpha) {
  float total = alpha + under.a * (1.0 - alpha);
  return vec4((tone * alpha + under.rgb * under.a * (1.0 - alpha)) / max(total, 1e-4), total);
}

/* Served, degraded and failed parts of the ring. */
vec3 ringTone(float turn, bool unknown, bool idle) {
  if (unknown) return C_FAINT;
  if (idle) return C_UNKNOWN;
  float failed = max(vShares.x, 0.0);
  float degraded = max(vShares.y, 0.0);
  if (turn < failed) return C_FAILING;
  if (turn < failed + degraded) return C_DEGRADED;
  return C_FLOWRING;
}

vec4 healthMark(vec4 under, int health, float r) {
  if (health == ${HEALTH_CODES.failing}) return over(under, C_FAILING, inside(diamond(vPx, r * 1.25)));
  if (health == ${HEALTH_CODES.degraded}) return over(under, C_DEGRADED, inside(triangle(vPx, r)));
  if (health == ${HEALTH_CODES.healthy}) return over(under, C_MUTED, inside(length(vPx) - r * 0.55));
  if (health == ${HEALTH_CODES.idle}) return over(under, C_FAINT, band(length(vPx) - r * 0.6, 0.5));
  float dashed = step(0.4, fract(turnOf(vPx) * 6.0));
  return over(under, C_MUTED, band(length(vPx) - r * 0.75, 0.6) * dashed);
}

vec4 serviceNode(int health) {
  float d = length(vPx);
  bool unknown = health == ${HEALTH_CODES.unknown};
  bool idle = health == ${HEALTH_CODES.idle};
  float width = clamp(vRadius * 0.17, 1.6, 5.0);
  vec4 c = over(vec4(0.0), C_INK, inside(d - vRadius) * 0.94);
  float ring = band(d - (vRadius - width * 0.5), unknown || idle ? width * 0.35 : width * 0.5);
  if (unknown) ring *= hatch(vPx);
  c = over(c, ringTone(turnOf(vPx), unknown, idle), ring);
  return healthMark(c, health, clamp(vRadius * 0.34, 2.4, 8.0));
}

vec4 donutNode(int health) {
  float d = length(vPx);
  bool unknown = health == ${HEALTH_CODES.unknown};
  bool idle = health == ${HEALTH_CODES.idle};
  float width = max(vRadius * 0.075, 2.0);
  vec3 glow = health == ${HEALTH_CODES.failing} ? C_FAILING : C_DEGRADED;
  float strength = health == ${HEALTH_CODES.failing} ? 0.16 : (health == ${HEALTH_CODES.degraded} ? 0.05 : 0.0);
  float near = clamp(1.0 - d / (vRadius * 1.9), 0.0, 1.0);
  vec4 c = over(vec4(0.0), C_INK, inside(d - vRadius));
  c = over(c, glow, near * near * strength * (1.0 - vShares.w));
  float ring = band(d - (vRadius - width * 0.5), width * 0.5);
  if (unknown) ring *= hatch(vPx) * 0.8;
  c = over(c, ringTone(turnOf(vPx), unknown, idle), ring);
  // Three quarters of a turn from half past ten: the bright part is used, the faint rest is headroom.
  if (vShares.z >= 0.0) {
    float turn = fract(turnOf(vPx) + 0.125) / 0.75;
    float arc = band(d - vRadius * 1.13, max(vRadius * 0.014, 0.8)) * step(turn, 1.0);
    vec3 tone = vShares.z >= 0.9 ? C_DEGRADED : C_MUTED;
    c = turn < min(vShares.z, 1.0) ? over(c, tone, arc) : over(c, C_LINE, arc);
  }
  return c;
}

/* Up for more, down for less, a cross for new, a bar for gone, a dot for as before: shape and colour together. */
vec4 changeMark(vec4 under, vec3 tone, float r) {
  if (isUnknownChange(vChange)) return over(under, C_MUTED, band(length(vPx) - r * 0.75, 0.6) * step(0.4, fract(turnOf(vPx) * 6.0)));
  vec2 q = abs(vPx) - r;
  float bar = max(q.x, abs(vPx.y) - r * 0.3);
  float post = max(q.y, abs(vPx.x) - r * 0.3);
  if (vChange >= ${CHANGES.appeared - 0.5}) return over(under, tone, inside(min(bar, post)));
  if (vChange <= ${CHANGES.vanished + 0.5}) return over(under, tone, inside(bar));
  if (vChange > 0.0) return over(under, tone, inside(triangle(vPx, r)));
  if (vChange < 0.0) return over(under, tone, inside(triangle(vec2(vPx.x, -vPx.y), r)));
  return over(under, tone, inside(length(vPx) - r * 0.4));
}

/* What changed, and how much: the whole ring and a wash in it. Unknown is hatched, what is gone is an outline. */
vec4 changedNode() {
  float d = length(vPx);
  bool large = vShape == ${NODE_SHAPES.donut};
  bool unknown = isUnknownChange(vChange);
  bool gone = !unknown && vChange <= ${CHANGES.vanished + 0.5};
  float amount = unknown ? 0.0 : min(abs(vChange), 1.0);
  vec3 tone = changeTone(vChange, large ? C_UNKNOWN : C_FAINT);
  float width = large ? max(vRadius * 0.1, 2.5) : clamp(vRadius * 0.24, 2.0, 6.0);
  vec4 c = vec4(0.0);
  if (large) {
    float near = clamp(1.0 - d / (vRadius * 1.9), 0.0, 1.0);
    c = over(c, tone, near * near * 0.3 * amount * (1.0 - vShares.w));
  }
  c = over(c, C_INK, inside(d - vRadius) * 0.96);
  c = over(c, tone, inside(d - vRadius) * 0.22 * amount);
  float ring = band(d - (vRadius - width * 0.5), width * (0.28 + 0.22 * amount));
  if (unknown) ring *= hatch(vPx);
  if (gone) ring *= step(0.45, fract(turnOf(vPx) * max(10.0, floor(vRadius * 0.6))));
  c = over(c, tone, ring);
  return large ? c : changeMark(c, tone, clamp(vRadius * 0.36, 2.6, 8.5));
}

${MARK_GLSL}
void main() {
  int coded = int(vState.x + 0.5);
  int health = coded % ${HEALTH_CODE_COUNT};
  float d = length(vPx);
  float reach = vShape == ${NODE_SHAPES.square} ? box(vPx, vRadius, vRadius * 0.16) : d - vRadius;
  vec4 c;
  bool round = vShape == ${NODE_SHAPES.service} || vShape == ${NODE_SHAPES.group} || vShape == ${NODE_SHAPES.donut};
  if (tellsChange(vChange) && round) {
    c = changedNode();
    if (vShape == ${NODE_SHAPES.group}) c = over(c, C_MUTED, band(d - vRadius - 4.0, 0.7) * 0.8);
  }
  else if (vShape == ${NODE_SHAPES.service}) c = serviceNode(health);
  else if (vShape == ${NODE_SHAPES.group}) c = over(serviceNode(health), C_MUTED, band(d - vRadius - 4.0, 0.7) * 0.8);
  else if (vShape == ${NODE_SHAPES.donut}) c = donutNode(health);
  else {
    float near = clamp(1.0 - reach / (vRadius * 0.9), 0.0, 1.0);
    c = over(vec4(0.0), C_FLOW, vShape == ${NODE_SHAPES.hub} ? near * near * 0.06 : 0.0);
    c = over(c, C_INK, inside(reach));
    vec3 tone = health == ${HEALTH_CODES.failing} ? C_FAILING : (health == ${HEALTH_CODES.degraded} ? C_DEGRADED : C_FAINT);
    if (tellsChange(vChange)) tone = changeTone(vChange, C_FAINT);
    c = over(c, tone, band(reach, tellsChange(vChange) ? 1.4 : 0.8));
  }
  float outer = vShape == ${NODE_SHAPES.donut} ? vRadius * 0.2 + 4.0 : 6.0;
  if (vState.z > 0.5) c = over(c, C_MUTED, band(reach - outer, 0.8) * step(0.45, fract(turnOf(vPx) * max(12.0, floor(vRadius * 0.9)))));
  else if (vState.w > 0.5) c = over(c, C_MUTED, band(reach - outer, 0.6) * 0.7);
  c = withMarks(c, coded / ${HEALTH_CODE_COUNT});
  float grey = dot(c.rgb, vec3(0.3, 0.55, 0.15));
  c.rgb = mix(c.rgb, vec3(grey), vShares.w * 0.75);
  color = vec4(c.rgb, c.a * vState.y);
}
`
