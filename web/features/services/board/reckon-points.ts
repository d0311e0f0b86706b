import { ScoreSignal, type ScoreRules } from '#contract/services/score.ts'

/** The rules a service's score is reckoned by. */
export type RulesOf = (service: string) => ScoreRules

/** Rules as columns: signals by their place, thresholds, weights. */
interface RuleColumns {
  count: number
  place: Uint8Array
  degraded: Float64Array
  failing: Float64Array
  weight: Float64Array
}

const known = new WeakMap<ScoreRules, RuleColumns>()

function columnsOf(rules: ScoreRules): RuleColumns {
  const found = known.get(rules)
  if (found !== undefined) return found
  const columns = {
    count: rules.length,
    place: Uint8Array.from(rules, ({ signal }) => ScoreSignal.options.indexOf(signal)),
    degraded: Float64Array.from(rules, ({ degraded }) => degraded),
    failing: Float64Array.from(rules, ({ failing }) => failing),
    weight: Float64Array.from(rules, ({ weight }) => weight),
  }
  known.set(rules, columns)
  return columns
}

/**
 * The points that `scoreOf` of the contract comes to, without its reasons and without making anything: thousands of
 * services each second. Values stand in the contract's order of signals; NaN is unknown, in and out.
 */
export function reckonPoints(values: Float64Array, rules: ScoreRules): number {
  const { count, place, degraded, failing, weight } = columnsOf(rules)
  let lost = 0
  let isKnown = false
  for (let rule = 0; rule < count; rule += 1) {
    const value = values[place[rule] ?? 0] ?? NaN
    if (Number.isNaN(value)) continue
    isKnown = true
    const from = degraded[rule] ?? 0
    const to = failing[rule] ?? 0
    const most = weight[rule] ?? 0
    if (value >= to) lost += most
    else if (value >= from) {
      const part = 0.25 + (0.75 * (value - from)) / (to - from)
      lost += Math.round(most * Math.min(part, 1) * 10) / 10
    }
  }
  return isKnown ? Math.max(0, Math.round(100 - lost)) : NaN
}
