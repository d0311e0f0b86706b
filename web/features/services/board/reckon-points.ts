import type { ScoreRules, ScoreSignal } from '#contract/services/score.ts'

/** The rules a service's score is reckoned by. */
export type RulesOf = (service: string) => ScoreRules

/**
 * The points that `scoreOf` of the contract comes to, without its reasons and without making anything: thousands of
 * services each second. NaN is unknown, in and out.
 */
export interface PointsReckoner {
  input: Record<ScoreSignal, number>
  points(rules: ScoreRules): number
}

export function createPointsReckoner(): PointsReckoner {
  const input: Record<ScoreSignal, number> = {
    errorShare: NaN,
    degradedShare: NaN,
    p99LatencyMs: NaN,
    saturation: NaN,
    breakersOpenShare: NaN,
    instancesDownShare: NaN,
    alertsFiring: NaN,
    calleesFailing: NaN,
  }
  return {
    input,
    points(rules) {
      let lost = 0
      let known = false
      for (const { signal, degraded, failing, weight } of rules) {
        const value = input[signal]
        if (Number.isNaN(value)) continue
        known = true
        if (value >= failing) lost += weight
        else if (value >= degraded) {
          const part = 0.25 + (0.75 * (value - degraded)) / (failing - degraded)
          lost += Math.round(weight * Math.min(part, 1) * 10) / 10
        }
      }
      return known ? Math.max(0, Math.round(100 - lost)) : NaN
    },
  }
}
