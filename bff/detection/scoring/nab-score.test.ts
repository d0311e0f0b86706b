import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestNabScore, NAB_PROFILES, nabScoreAt, probationOf, type ScoredSeries } from './nab-score.ts'

const [standard, lowFalsePositive] = NAB_PROFILES

/** 1,000 rows: 150 of probation, one window of a hundred rows. */
function seriesWith(detections: Readonly<Record<number, number>>): ScoredSeries {
  const scores = new Float64Array(1_000)
  for (const [row, score] of Object.entries(detections)) scores[Number(row)] = score
  return { name: 'one', scores, windows: [[500, 599]] }
}

function scoreOf(detections: Readonly<Record<number, number>>, profile = standard): number {
  if (profile === undefined) throw new Error('no such profile')
  return nabScoreAt([seriesWith(detections)], profile, 1)
}

describe('what a detection is worth', () => {
  test('nothing said is nothing; each window’s first row alone is a hundred', () => {
    expect(scoreOf({})).toBe(0)
    expect(scoreOf({ 500: 1 })).toBeCloseTo(100, 6)
  })

  test('earlier is better, and only the best of a window counts', () => {
    expect(scoreOf({ 520: 1 })).toBeGreaterThan(scoreOf({ 580: 1 }))
    expect(scoreOf({ 520: 1, 540: 1, 580: 1 })).toBeCloseTo(scoreOf({ 520: 1 }), 9)
  })

  test('a false alarm costs its weight, twice that where false alarms are feared, less where it is just too late', () => {
    const alone = 100 - scoreOf({ 500: 1, 300: 1 })
    expect(alone).toBeCloseTo((100 * 0.11) / 2, 6)
    expect(100 - scoreOf({ 500: 1, 300: 1 }, lowFalsePositive)).toBeCloseTo(2 * alone, 6)
    expect(100 - scoreOf({ 500: 1, 605: 1 })).toBeLessThan(alone)
    expect(100 - scoreOf({ 500: 1, 605: 1 })).toBeGreaterThan(0)
  })

  test('in the probation nothing counts', () => {
    expect(probationOf(1_000)).toBe(150)
    expect(probationOf(100_000)).toBe(750)
    expect(scoreOf({ 149: 1, 500: 1 })).toBeCloseTo(100, 6)
    expect(scoreOf({ 150: 1, 500: 1 })).toBeLessThan(100)
  })
})

test('the best threshold is no worse than any other', () => {
  const score = fc.integer({ min: 0, max: 9 })
  const scores = fc.array(score, { minLength: 120, maxLength: 120 })
  fc.assert(
    fc.property(scores, score, fc.constantFrom(...NAB_PROFILES), (told, threshold, profile) => {
      const series = [{ name: 'one', scores: told, windows: [[60, 69] as const, [100, 105] as const] }]
      const best = bestNabScore(series, profile)
      expect(best.score).toBeGreaterThanOrEqual(nabScoreAt(series, profile, threshold) - 1e-9)
      if (best.score > 0) expect(nabScoreAt(series, profile, best.threshold)).toBeCloseTo(best.score, 9)
    }),
  )
})
