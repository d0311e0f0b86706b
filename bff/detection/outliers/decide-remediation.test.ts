import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutlierDecision, type OutlierPolicy } from '#contract/alerts/outlier.ts'
import { decideRemediation, DEFAULT_CAPS } from './decide-remediation.ts'
import { groupOf } from './instance-group-fixture.ts'
import { judgeGroup } from './judge-group.ts'

/** The first so many of a group stand apart, each the farther the higher its number. */
function decided(
  given: { count: number; sick: number; policy: OutlierPolicy } & {
    pending?: string[]
    serving?: number | null
    leastLeft?: number
  },
) {
  const { count, sick, policy, pending = [], serving = count, leastLeft = 2 } = given
  const outliers = judgeGroup(groupOf({ count, times: (instance) => (instance < sick ? 2 + 2 * instance : 1) }))
  const caps = { ...DEFAULT_CAPS, leastLeft }
  return decideRemediation({ policy, caps, outliers, serving, pending }).map((each) => {
    const { instance, action } = OutlierDecision.parse(each)
    return `${instance} ${action}`
  })
}

test.each<[string, Parameters<typeof decided>[0], string[]]>([
  ['nobody apart', { count: 10, sick: 0, policy: 'automatic' }, []],
  ['off', { count: 10, sick: 1, policy: 'off' }, ['i-0 none']],
  ['a proposal', { count: 10, sick: 1, policy: 'propose' }, ['i-0 propose']],
  ['by itself', { count: 10, sick: 1, policy: 'automatic' }, ['i-0 take-out']],
  [
    'more than one of ten: a person decides, the farthest first',
    { count: 10, sick: 2, policy: 'automatic' },
    ['i-1 propose', 'i-0 withheld'],
  ],
  ['a tenth of thirty', { count: 30, sick: 2, policy: 'automatic' }, ['i-1 take-out', 'i-0 take-out']],
  ['one is gone already', { count: 10, sick: 1, policy: 'automatic', pending: ['i-9'] }, ['i-0 withheld']],
  ['it is under way', { count: 10, sick: 1, policy: 'automatic', pending: ['i-0'] }, ['i-0 none']],
  ['too few would stay', { count: 10, sick: 1, policy: 'automatic', leastLeft: 10 }, ['i-0 withheld']],
  ['nobody knows who serves', { count: 10, sick: 1, policy: 'propose', serving: null }, ['i-0 withheld']],
  ['a doubt', { count: 9, sick: 4, policy: 'automatic' }, ['i-0 none', 'i-1 none', 'i-2 none', 'i-3 none']],
])('%s', (_, given, expected) => {
  expect(decided(given)).toEqual(expected)
})

test('never more than the cap, never below the least', () => {
  const anything = fc.record({
    count: fc.integer({ min: 3, max: 40 }),
    sick: fc.integer({ min: 0, max: 6 }),
    policy: fc.constantFrom<OutlierPolicy>('off', 'propose', 'automatic'),
    serving: fc.option(fc.integer({ min: 0, max: 40 })),
    leastLeft: fc.integer({ min: 0, max: 5 }),
    pending: fc.subarray(['i-0', 'i-1', 'i-39']),
  })
  fc.assert(
    fc.property(anything, (given) => {
      const acted = decided(given).filter((each) => /take-out|propose/.test(each)).length
      if (acted === 0) return
      const serving = given.serving ?? 0
      expect(acted + given.pending.length).toBeLessThanOrEqual(Math.max(1, serving / 10))
      expect(serving - acted - given.pending.length).toBeGreaterThanOrEqual(given.leastLeft)
    }),
    { numRuns: 60 },
  )
})
