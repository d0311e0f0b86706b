import { describe, expect, it } from 'vitest'
import { budgetLimitsOf, createParticleBudget } from './particle-budget.ts'

const LIMITS = { start: 8_000, least: 1_000, most: 20_000 }

function run(budget: ReturnType<typeof createParticleBudget>, frames: number, deltaSeconds: number): void {
  for (let frame = 0; frame < frames; frame++) budget.observe(deltaSeconds)
}

describe('the particle budget', () => {
  it('halves while frames stay slow and halving helps', () => {
    const budget = createParticleBudget(LIMITS)
    run(budget, 120, 0.06)
    expect(budget.dots).toBe(4_000)
    run(budget, 120, 0.04)
    expect(budget.dots).toBe(2_000)
  })

  it('does not go on halving where fewer dots do not help', () => {
    const budget = createParticleBudget(LIMITS)
    run(budget, 2_000, 0.06)
    expect(budget.dots).toBeGreaterThanOrEqual(2_000)
  })

  it('never leaves its limits', () => {
    const slow = createParticleBudget(LIMITS)
    for (let delta = 0.2; delta > 0.03; delta *= 0.9) run(slow, 60, delta)
    expect(slow.dots).toBeGreaterThanOrEqual(LIMITS.least)
    const fast = createParticleBudget(LIMITS)
    run(fast, 10_000, 1 / 120)
    expect(fast.dots).toBe(LIMITS.most)
  })

  it('takes a hidden tab for a pause, not for a slow machine', () => {
    const budget = createParticleBudget(LIMITS)
    run(budget, 200, 30)
    expect(budget.dots).toBe(LIMITS.start)
  })

  it('is small on software renderers', () => {
    expect(
      budgetLimitsOf('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device), SwiftShader driver)').most,
    ).toBeLessThanOrEqual(5_000)
    expect(budgetLimitsOf('llvmpipe (LLVM 19.1, 256 bits)').start).toBeLessThanOrEqual(5_000)
    expect(budgetLimitsOf('ANGLE (NVIDIA, NVIDIA GeForce RTX 4070)').most).toBe(200_000)
  })
})
