import { describe, expect, it } from 'vitest'
import { changeAgainst } from './change-against.ts'
import { oneDotText } from './one-dot-text.ts'

describe('the change of the business metric', () => {
  const series = Array.from({ length: 60 }, () => 100)

  it('is against the mean around that moment', () => {
    expect(changeAgainst(series, 30_000, 600_000, 88)).toBeCloseTo(-0.12)
    expect(changeAgainst(series, 30_000, 600_000, 110)).toBeCloseTo(0.1)
  })

  it('is unknown where then or now is', () => {
    expect(changeAgainst([], 30_000, 600_000, 88)).toBeNaN()
    expect(
      changeAgainst(
        series.map(() => null),
        30_000,
        600_000,
        88,
      ),
    ).toBeNaN()
    expect(changeAgainst(series, 30_000, 600_000, NaN)).toBeNaN()
  })
})

describe('the legend', () => {
  it('says what one dot stands for', () => {
    expect(oneDotText(40)).toBe('1 dot ≈ 40 requests/s')
    expect(oneDotText(1_500)).toBe('1 dot ≈ 1.5 k requests/s')
    expect(oneDotText(0.2)).toBe('1 dot ≈ 1 request every 5 s')
  })
})
