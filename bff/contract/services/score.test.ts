import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_SCORE_RULES, scoreOf, ScoreRules, ScoreSignal, type ScoreInput } from './score.ts'

const NOTHING: ScoreInput = {
  errorShare: null,
  degradedShare: null,
  p99LatencyMs: null,
  saturation: null,
  breakersOpenShare: null,
  instancesDownShare: null,
  alertsFiring: null,
  calleesFailing: null,
}

test('a score says which rule, which value, which threshold, and what it cost', () => {
  const { points, reasons } = scoreOf({ ...NOTHING, errorShare: 0.03, saturation: 1.2, alertsFiring: 0 })
  expect(reasons[0]).toEqual({ signal: 'errorShare', value: 0.03, threshold: 0.01, verdict: 'degraded', lost: 62.5 })
  expect(reasons[1]).toEqual({ signal: 'saturation', value: 1.2, threshold: 1, verdict: 'failing', lost: 40 })
  expect(reasons.find(({ signal }) => signal === 'alertsFiring')).toMatchObject({ verdict: 'fine', lost: 0 })
  expect(reasons.find(({ signal }) => signal === 'p99LatencyMs')).toMatchObject({ verdict: 'unknown', value: null })
  expect(points).toBe(0)
})

test('nothing known is no score; nothing wrong is a hundred', () => {
  expect(scoreOf(NOTHING).points).toBeNull()
  expect(scoreOf({ ...NOTHING, errorShare: 0 }).points).toBe(100)
})

test('no signal that gets worse makes a score better', () => {
  const signal = fc.constantFrom(...ScoreSignal.options)
  const value = fc.double({ min: 0, max: 5_000, noNaN: true })
  fc.assert(
    fc.property(signal, value, value, (name, one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one]
      const better = scoreOf({ ...NOTHING, [name]: less }).points ?? 0
      const worse = scoreOf({ ...NOTHING, [name]: more }).points ?? 0
      expect(worse).toBeLessThanOrEqual(better)
    }),
  )
})

test('rules: each signal once, and failing beyond degraded', () => {
  const rule = DEFAULT_SCORE_RULES[0]
  expect(ScoreRules.safeParse([rule, rule]).success).toBe(false)
  expect(ScoreRules.safeParse([{ signal: 'errorShare', degraded: 0.1, failing: 0.1, weight: 10 }]).success).toBe(false)
  expect(ScoreRules.safeParse(DEFAULT_SCORE_RULES).success).toBe(true)
})
