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

/** A machine whose frames take so long for each way of drawing; while all stands still it is told something each second. */
interface Machine {
  dots: number
  dashes: number
  stills: number
}

/** Lives for so many seconds of made-up time; says every change of how streams are drawn, with its second. */
function live(
  budget: ReturnType<typeof createParticleBudget>,
  machine: Machine,
  seconds: number,
): { at: number; detail: string }[] {
  const changes: { at: number; detail: string }[] = []
  let { detail } = budget
  for (let at = 0; at < seconds;) {
    const stands = budget.detail === 'stills' && !budget.isTrying
    const delta = stands ? 1 : machine[budget.detail]
    at += delta
    budget.observe(delta)
    if (budget.detail !== detail) changes.push({ at, detail: budget.detail })
    detail = budget.detail
  }
  return changes
}

const HOPELESS: Machine = { dots: 0.5, dashes: 0.4, stills: 0.4 }
const QUICK: Machine = { dots: 1 / 60, dashes: 1 / 60, stills: 1 / 60 }

describe('a machine that is too slow for motion', () => {
  it('gets dashes, then stills, and all of it back when it is quick again', () => {
    const budget = createParticleBudget(LIMITS)
    expect(live(budget, HOPELESS, 600).map(({ detail }) => detail)).toEqual(['dashes', 'stills'])
    expect(budget.dots).toBe(LIMITS.least)
    const back = live(budget, QUICK, 600)
    expect(back.map(({ detail }) => detail)).toEqual(['dashes', 'dots'])
    live(budget, QUICK, 3_600)
    expect(budget.dots).toBe(LIMITS.most)
  })

  it('stays with stills while frames are hopeless, and tries ever more rarely', () => {
    const budget = createParticleBudget(LIMITS)
    live(budget, HOPELESS, 300)
    let frames = 0
    for (let at = 0; at < 3_600; frames++) {
      const delta = budget.isTrying ? HOPELESS.stills : 1
      at += delta
      budget.observe(delta)
    }
    expect(budget.detail).toBe('stills')
    // Some frames more than one a second, not thousands.
    expect(frames).toBeLessThan(3_700)
  })

  it('does not flap where dashes are quick and dots are hopeless', () => {
    const budget = createParticleBudget(LIMITS)
    const changes = live(budget, { dots: 0.3, dashes: 0.02, stills: 0.02 }, 3_600)
    expect(budget.detail).not.toBe('stills')
    const late = changes.filter(({ at }) => at > 600)
    expect(late.length).toBeLessThan(20)
    expect(changes.filter(({ at }) => at > 3_000).length).toBeLessThanOrEqual(6)
  })

  it('does not flap where stills would be quick and dashes are hopeless', () => {
    const budget = createParticleBudget(LIMITS)
    const changes = live(budget, { dots: 0.5, dashes: 0.4, stills: 0.02 }, 7_200)
    expect(changes.filter(({ at }) => at > 3_600).length).toBeLessThanOrEqual(24)
  })

  it('is not tried while its tab is hidden', () => {
    const budget = createParticleBudget(LIMITS)
    live(budget, HOPELESS, 300)
    budget.observe(3_000)
    expect(budget.isTrying).toBe(false)
  })
})

describe('a machine at the edge', () => {
  it('settles: growing that is taken back comes ever more rarely', () => {
    const budget = createParticleBudget(LIMITS)
    const changes: number[] = []
    for (let at = 0; at < 3_600;) {
      const delta = budget.dots > 9_000 ? 0.03 : 1 / 60
      at += delta
      if (budget.observe(delta)) changes.push(at)
    }
    expect(changes.filter((at) => at < 600).length).toBeGreaterThan(1)
    expect(changes.filter((at) => at > 3_000).length).toBeLessThanOrEqual(10)
    expect(budget.detail).toBe('dots')
  })
})
