import { expect, test } from 'vitest'
import { FINAL_PHASES, Phase } from '#contract/evacuation/run.ts'
import { tell } from '#bff/evacuation/journal.ts'
import { START } from '#bff/store/store-fixture.ts'
import { aRun } from './run-fixture.ts'
import { takesPart } from './takes-part.ts'

const running = tell(aRun({ phase: 'running' }), { at: START, who: 'local:ben', kind: 'approved', says: 'plan' })

test('author and approver of a run under way take part, lookers-on do not', () => {
  expect(takesPart([running], 'local:ada')).toBe(true)
  expect(takesPart([running], 'local:ben')).toBe(true)
  expect(takesPart([running], 'local:vic')).toBe(false)
  expect(takesPart([], 'local:ada')).toBe(false)
})

test.each(Phase.options)('a run that is %s', (phase) => {
  const isUnderWay = !FINAL_PHASES.includes(phase) && !['draft', 'awaiting-approval', 'armed'].includes(phase)
  expect(takesPart([{ ...running, phase }], 'local:ada')).toBe(isUnderWay)
})
