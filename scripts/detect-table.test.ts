import { describe, expect, test } from 'vitest'
import { baselineOf, type DetectSection, dropsBelow, isCompared, tableOf } from './detect-table.ts'

const SECTION: DetectSection = {
  name: 'NAB',
  fingerprint: 'these',
  rows: [
    { name: 'ours', figures: { standard: 70.04, 'low FP': 60 }, notes: { threshold: 7 } },
    { name: 'check', figures: { standard: 39.44 } },
  ],
}
const baseline = baselineOf([SECTION])
const withStandard = (standard: number): DetectSection[] => [
  { ...SECTION, rows: SECTION.rows.map((row) => ({ ...row, figures: { ...row.figures, standard } })) },
]

describe('against the baseline', () => {
  test('the same figures hold, better ones too, and what is beyond a tenth is not compared', () => {
    expect(dropsBelow(baseline, [SECTION])).toEqual([])
    expect(dropsBelow(baseline, withStandard(70.1))).toEqual([])
    expect(dropsBelow(baseline, withStandard(69.96)).filter((drop) => drop.includes('ours'))).toEqual([])
  })

  test('a drop is named, and so is a figure or a row that is gone', () => {
    expect(dropsBelow(baseline, withStandard(69.8))).toEqual(['NAB: ours, standard: 69.8, the baseline is 70'])
    expect(dropsBelow(baseline, [{ ...SECTION, rows: SECTION.rows.slice(0, 1) }])).toHaveLength(1)
  })

  test('other data are not compared', () => {
    const other = { ...SECTION, fingerprint: 'those', rows: [] }
    expect(dropsBelow(baseline, [other])).toEqual([])
    expect(isCompared(baseline, other)).toBe(false)
    expect(isCompared(baseline, SECTION)).toBe(true)
  })
})

test('a table has a line a row, a column a figure, and holes where there is none', () => {
  const lines = tableOf(SECTION)
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(/^NAB +standard +low FP +threshold$/)
  expect(lines[2]?.trim()).toMatch(/^check +39.4$/)
})
