import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { PlannedWrite } from '#contract/evacuation/plan.ts'
import { describeWrites } from './describe-writes.ts'
import { AMPLE, draft, draftOf, USE1 } from './plan-fixture.ts'
import { planEvacuation } from './plan-evacuation.ts'
import { bothPlanes, plane, situation } from './situation-fixture.ts'

const WEIGHTS = { use1: 40, usw2: 30, euw1: 30 }

describe('the dry run', () => {
  test('one write a segment and instance, each from where the last one left it', () => {
    const planes = [plane('proxy', { all: WEIGHTS }, { instances: ['one', 'two'] })]
    const writes = describeWrites(draft({ planes }), planes)
    expect(writes.slice(0, 2)).toMatchObject([
      { step: 0, order: 0, instance: 'one', before: WEIGHTS },
      { step: 0, order: 1, instance: 'two', before: WEIGHTS },
    ])
    expect(writes[2]?.before).toEqual(writes[0]?.after)
    expect(writes.at(-1)?.after['use1']).toBe(0)
    expect(() => PlannedWrite.array().parse(writes)).not.toThrow()
  })
  test('target by target: saviors are raised first, the victim lowered last', () => {
    const planes = [plane('proxy', { all: WEIGHTS }, { atomicScope: 'target' })]
    const first = describeWrites(draft({ planes }), planes).filter(({ step }) => step === 0)
    expect(first.map(({ after }) => Object.keys(after)).at(-1)).toEqual(['use1'])
    expect(first.every(({ before, after }) => Object.keys(before ?? {}).join() === Object.keys(after).join())).toBe(
      true,
    )
  })
  test('what could not be read says so, and is written whole', () => {
    const [proxy] = [plane('proxy', { all: WEIGHTS }, { instances: ['one', 'two'] })]
    const half = { ...proxy, readings: proxy.readings.slice(0, 1) }
    const writes = describeWrites(draft({ planes: [half] }), [half]).filter(({ instance }) => instance === 'two')
    expect(writes[0]).toMatchObject({ before: null, after: { use1: expect.any(Number), usw2: expect.any(Number) } })
    expect(writes[1]?.before).not.toBeNull()
  })
  test('an instance that already says what is wanted is not written', () => {
    const planes = bothPlanes()
    const plan = draft({ planes })
    const done = planes.map((each) => ({ ...each, readings: [] }))
    expect(describeWrites(plan, done).length).toBeGreaterThan(0)
    expect(describeWrites({ ...plan, steps: [] }, planes)).toEqual([])
  })
})

describe('whatever the weights', () => {
  it('after no write of a plan is a savior without weight while the victim has lost all, nor is all zero', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 3, maxLength: 3 }),
        fc.constantFrom('target', 'segment', 'instance'),
        ([use1 = 1, usw2 = 1, euw1 = 1], atomicScope) => {
          const planes = [plane('proxy', { all: { use1, usw2, euw1 } }, { atomicScope })]
          const answer = planEvacuation({
            situation: situation({ planes, capacity: AMPLE }),
            scope: USE1,
            placement: 'headroom',
            wish: { profile: 'emergency', failure: 'edge-alive' },
          })
          let now: Record<string, number> = { use1, usw2, euw1 }
          const victim = () => (now['use1'] ?? 0) / Object.values(now).reduce((sum, each) => sum + each, 0)
          let share = victim()
          for (const { after } of describeWrites(draftOf(answer), planes)) {
            now = { ...now, ...after }
            expect((now['usw2'] ?? 0) + (now['euw1'] ?? 0)).toBeGreaterThan(0)
            // Each prefix lies between what was and what is wanted: nobody is sent back to the victim on the way.
            if (atomicScope !== 'target' || use1 + usw2 + euw1 <= 256)
              expect(victim()).toBeLessThanOrEqual(share + 1e-9)
            share = victim()
          }
          expect(share).toBe(0)
        },
      ),
    )
  })
})
