import { describe, expect, it } from 'vitest'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { healthRunsOf, readingOf, summaryOf } from './timeline-reading.ts'
import type { WorldSeries } from './world-series.ts'

const NOON = Date.UTC(2026, 10, 22, 12)
const MINUTE = 60_000

const series: WorldSeries = {
  at: [NOON, NOON + MINUTE, NOON + 2 * MINUTE, NOON + 3 * MINUTE],
  requestsPerSecond: [900_000, null, null, 1_020_000],
  errorShare: [0.002, null, null, 0.155],
  partial: [null, 598_000, null, null],
  missing: [[], ['us-east-1'], ['us-east-1', 'eu-west-1'], []],
}
const read = (cursorAt: number | null) => readingOf(series, cursorAt, DEFAULT_HEALTH_THRESHOLDS)

describe('a reading', () => {
  it('is of the newest moment while nobody points', () => {
    expect(read(null)).toMatchObject({
      requests: '1.02 M/s',
      failed: '15.5 % failed',
      trouble: 'failing',
      time: '12:03:00',
    })
  })

  it('is of the moment pointed at', () => {
    expect(read(NOON)).toMatchObject({ requests: '900 k/s', failed: '0.2 % failed', trouble: null, known: true })
  })

  it('names what a sum lacks', () => {
    expect(read(NOON + MINUTE)).toMatchObject({
      requests: '598 k/s',
      failed: '',
      note: 'without us-east-1',
      known: false,
    })
  })

  it('says unknown, never zero', () => {
    expect(read(NOON + 2 * MINUTE)).toMatchObject({
      requests: 'unknown',
      spoken: '12:02:00 UTC, unknown, nothing known',
    })
  })

  it('is none while there is no history', () => {
    const empty = { at: [], requestsPerSecond: [], errorShare: [], partial: [], missing: [] }
    expect(readingOf(empty, null, DEFAULT_HEALTH_THRESHOLDS)).toBeNull()
  })
})

describe('the picture in words', () => {
  it('says the span, the ends and the gaps', () => {
    expect(summaryOf(series)).toBe(
      'Requests/s of the world from 12:00 to 12:03 UTC: now 1.02 M/s, lowest 900 k/s at 12:00, highest 1.02 M/s at 12:03. One gap in which nothing is known.',
    )
  })
})

describe('stretches of trouble', () => {
  it('are unbroken and of one kind', () => {
    expect(healthRunsOf([0, 0.02, 0.02, 0.2, null, 0.2], DEFAULT_HEALTH_THRESHOLDS)).toEqual([
      { health: 'degraded', first: 1, last: 2 },
      { health: 'failing', first: 3, last: 3 },
      { health: 'failing', first: 5, last: 5 },
    ])
  })
})
