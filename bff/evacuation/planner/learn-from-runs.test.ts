import { describe, expect, test } from 'vitest'
import { learnFromRuns } from './learn-from-runs.ts'
import { draft, sealed } from './plan-fixture.ts'
import { DEFAULT_SETTINGS } from './situation.ts'

const plan = sealed(draft())
const runs = [
  { plan, stepsDone: [40, 60, 80, 400].map((seconds, step) => ({ step, beganAt: 0, verifiedAt: seconds * 1_000 })) },
]
const seen = (factor: number) => ({ ratio: 1, factor })

describe('what drills teach', () => {
  test('the 75th percentile of steps of a kind becomes the budget of the next', () => {
    const { pastStepMs } = learnFromRuns({ runs, upliftSeen: [] })
    expect(pastStepMs).toEqual({ proxy: 160_000 })
    const next = draft({ settings: { ...DEFAULT_SETTINGS, pastStepMs } })
    expect(next.steps.find(({ id }) => id === 'proxy-1')?.budgetMs).toBe(160_000)
  })
  test('the median uplift, from three runs on and never below one', () => {
    const upliftOf = (...factors: number[]) => learnFromRuns({ runs: [], upliftSeen: factors.map(seen) }).uplift
    expect(upliftOf(1.2, 1.3)).toBeNull()
    expect(upliftOf(1.2, 1.3, 9)).toEqual({ factor: 1.3, from: 'learnt' })
    expect(upliftOf(0.7, 0.8, 0.9)).toEqual({ factor: 1, from: 'learnt' })
    expect(learnFromRuns({ runs: [], upliftSeen: [null, null, null] }).uplift).toBeNull()
  })
})
