import { MARKS } from '../engine-graph.ts'

/** Health and marks share a number: the marks are so many times larger. */
export const HEALTH_CODE_COUNT = 8

/**
 * Marks at a node's rim: an alert at its upper left, open breakers at its upper right, a change at its lower right, that
 * it would saturate at its lower left, each on a plate of the page's colour. Shape and colour tell them apart. Where the node is small only the worst one is drawn,
 * where it is a point none. To be put after the functions of shapes.
 */
export const MARK_GLSL = /* glsl */ `
const float ROOMY_RADIUS = 5.0;
const float LEAST_RADIUS = 2.6;

vec4 breakerMark(vec4 under, vec2 p, float r) {
  return over(under, C_DEGRADED, inside(length(p) - r) * clamp(abs(p.x) - r * 0.22 + 0.5, 0.0, 1.0));
}
vec4 alertMark(vec4 under, vec2 p, float r, int severity) {
  float d = triangle(vec2(p.x, -p.y), r * 1.05);
  if (severity == 3) return over(under, C_FAILING, inside(d));
  if (severity == 2) return over(under, C_DEGRADED, inside(d) * (1.0 - inside(d + max(r * 0.34, 1.3))));
  return over(under, C_MUTED, inside(length(p) - r * 0.55));
}
vec4 actionMark(vec4 under, vec2 p, float r, bool trial) {
  float d = box(p, r * 0.78, 0.0);
  if (trial) return over(under, C_ACTION, inside(d) * (1.0 - inside(d + max(r * 0.36, 1.3))));
  return over(under, C_TEXT, inside(d));
}
vec4 saturatesMark(vec4 under, vec2 p, float r) {
  vec2 q = abs(p - vec2(0.0, -r * 0.74)) - vec2(r * 0.9, max(r * 0.17, 0.8));
  float rise = triangle(p - vec2(0.0, r * 0.3), r * 0.84);
  return over(under, C_ACTION, inside(min(max(q.x, q.y), rise)));
}
vec4 plate(vec4 under, vec2 p, float r) { return over(under, C_INK, inside(length(p) - r - 1.6)); }

vec4 withMarks(vec4 under, int marks) {
  if (marks == 0 || vRadius < LEAST_RADIUS) return under;
  bool breaker = (marks & ${MARKS.breaker}) != 0;
  int severity = (marks >> 1) & 3;
  bool trial = (marks & ${MARKS.trial}) != 0;
  bool action = trial || (marks & ${MARKS.change}) != 0;
  bool saturates = (marks & ${MARKS.saturates}) != 0;
  float r = clamp(vRadius * 0.46, 3.4, 7.5);
  float far = (vRadius + r * 0.3) * 0.72;
  vec2 left = vPx - vec2(-far, -far);
  vec2 right = vPx - vec2(far, -far);
  vec2 low = vPx - vec2(far, far);
  vec2 lowLeft = vPx - vec2(-far, far);
  if (vRadius < ROOMY_RADIUS) {
    vec4 c = plate(under, right, r);
    if (severity == 3) return alertMark(c, right, r, severity);
    if (breaker) return breakerMark(c, right, r);
    if (severity == 2) return alertMark(c, right, r, severity);
    if (saturates) return saturatesMark(c, right, r);
    return action ? actionMark(c, right, r, trial) : alertMark(c, right, r, severity);
  }
  vec4 c = under;
  if (severity > 0) c = alertMark(plate(c, left, r), left, r, severity);
  if (breaker) c = breakerMark(plate(c, right, r), right, r);
  if (action) c = actionMark(plate(c, low, r), low, r, trial);
  if (saturates) c = saturatesMark(plate(c, lowLeft, r), lowLeft, r);
  return c;
}
`
