import { expect, it } from 'vitest'
import { outcomeAt } from '#mocks/console-api/evacuation-answers.ts'
import { outcomeRows } from './outcome-rows.ts'

const outcome = outcomeAt(Date.UTC(2026, 10, 22, 14, 3, 27))

it('says planned against actual in words with units', () => {
  expect(outcomeRows(outcome, true)).toEqual([
    { what: 'Until all was moved', planned: '4 min 50 s', actual: '5 min 10 s', says: '20 s longer than planned.' },
    {
      what: 'Found no room in the saviors',
      planned: '0 requests/s',
      actual: '1.2 k requests/s',
      says: '1.2 k requests/s more than planned.',
    },
    {
      what: 'Tightest service of a savior, at its worst',
      planned: '72 % used',
      actual: '79 % used, in us-west-2',
      says: '7 points more than planned.',
    },
    {
      what: 'Customers lost',
      planned: '40 k customer minutes (30 k to 50 k)',
      actual: '36 k customer minutes',
      says:
        '4 k customer minutes less than planned. Doing nothing would have lost about 240 k customer minutes. ' +
        'What was lost during 10 s was not seen and is not counted.',
    },
  ])
})

it('compares nothing with what is unknown, and calls near what is near', () => {
  const [took, shortfall] = outcomeRows(
    {
      ...outcome,
      tookMs: { planned: 290_000, actual: null },
      shortfallRequestsPerSecond: { planned: 1_000, actual: 1_020 },
    },
    true,
  )
  expect(took).toMatchObject({ planned: '4 min 50 s', actual: 'not reached', says: '' })
  expect(shortfall?.says).toBe('As planned.')
})

it('does not praise what may still come', () => {
  const early = { ...outcome, shortfallRequestsPerSecond: { planned: 41_300, actual: 636 } }
  const says = (isOver: boolean) => outcomeRows(early, isOver).map((row) => row.says)
  expect(says(true)[1]).toBe('40.7 k requests/s less than planned.')
  expect(says(false).slice(1, 3)).toEqual(['', '7 points more than planned.'])
})
