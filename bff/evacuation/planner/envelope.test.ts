import { describe, expect, test } from 'vitest'
import { envelopeOf, insideEnvelope } from './envelope.ts'
import { AMPLE, draft, hashOf, sealed } from './plan-fixture.ts'
import { isSealed } from './seal-plan.ts'
import type { Situation, StoreSituation } from './situation.ts'
import { capacity, demand } from './situation-fixture.ts'
import { isStandingPlanStill } from './standing-plan.ts'

const LICENCES: StoreSituation = {
  store: 'licences',
  class: 'asynchronous',
  primary: null,
  regions: ['use1', 'euw1'],
  lagMs: 40_000,
}
const STORES = [LICENCES]
const DEMAND = [demand('use1', 400_000), demand('usw2', 300_000), demand('euw1', 300_000)]
const grown = (factor: number) => DEMAND.map((row) => ({ ...row, requestsPerSecond: row.requestsPerSecond * factor }))

describe('what was approved', () => {
  const { prediction } = draft({ stores: STORES })
  const envelope = envelopeOf(prediction)
  test('names a ceiling for each region, the loss and what may not fit', () => {
    expect(Object.keys(envelope.ceilings).toSorted()).toEqual(['euw1', 'use1', 'usw2'])
    expect(envelope).toMatchObject({ dataLossMs: 60_000, shortfallShare: 0.02 })
  })
  test.for<[string, Partial<Situation>, (string | RegExp)[]]>([
    ['as it was', {}, []],
    ['a little more demand', { demand: grown(1.05) }, []],
    ['much more demand', { demand: grown(1.3) }, [/would carry .* approved were/]],
    [
      'a lag that grew',
      { stores: [{ ...LICENCES, lagMs: 90_000 }] },
      ['licences may lose 90 s of writes, approved were 60 s'],
    ],
    ['a lag nobody measures any more', { stores: [{ ...LICENCES, lagMs: NaN }] }, [/no longer known/]],
    [
      'saviors that lost capacity',
      { capacity: [capacity('usw2', 480_000), capacity('euw1', 460_000)] },
      [/26.1 % of the moved load do not fit/],
    ],
  ])('%s', ([, parts, expected]) => {
    const said = insideEnvelope(envelope, draft({ stores: STORES, ...parts }).prediction)
    expect(said.length > 0).toBe(expected.length > 0)
    for (const each of expected) expect(said).toContainEqual(expect.stringMatching(each))
  })
  test('a lag that was unknown and approved so does not block', () => {
    const unknown = draft({ stores: [LICENCES, { ...LICENCES, store: 'orders', lagMs: NaN }] }).prediction
    expect(envelopeOf(unknown).dataLossMs).toBeNull()
    expect(insideEnvelope(envelopeOf(unknown), prediction)).toEqual([])
  })
})

describe('a standing plan', () => {
  const plan = sealed(draft({ stores: STORES }))
  const still = (parts: Parameters<typeof draft>[0]) => isStandingPlanStill(plan, draft({ stores: STORES, ...parts }))
  test('stands while nothing but the load moves a little', () => {
    expect(still({})).toEqual({ isStill: true, differences: [] })
    expect(still({ demand: grown(1.04) }).isStill).toBe(true)
  })
  test.for<[string, Partial<Situation>, RegExp]>([
    ['capacity', { capacity: [capacity('usw2', 480_000), capacity('euw1', 460_000)] }, /was feasible .* is short now/],
    ['a new store', { stores: [...STORES, { ...LICENCES, store: 'orders' }] }, /orders was not at stake/],
    [
      'a new job',
      { jobs: [{ job: 'billing', region: 'use1', backlog: null, movable: false }] },
      /stop-billing is new in it/,
    ],
    [
      'saviors',
      { capacity: [...AMPLE.slice(0, 1), capacity('usw2', 400_000), capacity('euw1', 3e6)] },
      /would end with/,
    ],
  ])('does not when %s changed', ([, parts, expected]) => {
    expect(still(parts).differences).toContainEqual(expect.stringMatching(expected))
  })
})

describe('the seal', () => {
  const plan = sealed(draft())
  test('holds', () => expect(isSealed(plan, hashOf)).toBe(true))
  test('breaks with any change', () => {
    expect(isSealed({ ...plan, envelope: { ...plan.envelope, shortfallShare: 1 } }, hashOf)).toBe(false)
    expect(isSealed({ ...plan, author: 'bob' }, hashOf)).toBe(false)
  })
})
