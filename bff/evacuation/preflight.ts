import { baselineSettings } from './goal.ts'
import type { Machine, Surroundings } from './machine.ts'
import { brokenCore, evaluateRules } from './rules/evaluate-rules.ts'
import type { RuleFinding } from './rules/rule.ts'
import { goalSettings } from './goal.ts'
import { findSetting, mergeWeights, type Setting } from './setting.ts'

/**
 * Everything that can be said before the first write: the rules over the first shift as it stands, and the core
 * invariant over every step of the plan, in its integers.
 */
export function preflight(machine: Machine, around: Surroundings): RuleFinding[] {
  const { run, memory } = machine
  const first = run.plan.steps.findIndex((each) => each.kind === 'shift')
  const atFirst = { ...run, step: Math.max(0, first) }
  const context = { run: atFirst, around, books: memory.books, moved: [], lastWriteAt: -Infinity }
  const before = baselineSettings(run, around.descriptors)
  const findings = evaluateRules(before, goalSettings(atFirst, around.descriptors), context)
  const later = laterCoreFinding(machine, around)
  if (later === null) return findings
  return [later, ...findings.filter((each) => each.rule !== later.rule)]
}

function laterCoreFinding({ run, memory }: Machine, around: Surroundings): RuleFinding | null {
  let settings: Setting[] = baselineSettings(run, around.descriptors)
  for (const [index, step] of run.plan.steps.entries()) {
    if (step.kind !== 'shift') continue
    const goal = goalSettings({ ...run, step: index }, around.descriptors)
    const after = settings.map((each) => {
      const touched = step.splits.some((split) => split.plane === each.plane && split.segment === each.segment)
      const wanted = touched ? findSetting(goal, each) : undefined
      return wanted === undefined ? each : { ...each, weights: mergeWeights(each.weights, wanted.weights) }
    })
    const context = { run: { ...run, step: index }, around, books: memory.books, moved: [], lastWriteAt: -Infinity }
    const broken = brokenCore(settings, after, context)
    if (broken !== null) return { ...broken, says: `${step.title}: ${broken.says}` }
    settings = after
  }
  return null
}
