import type { Setting } from '../setting.ts'
import { neverAllZero, neverTheLastRegion } from './core.ts'
import { ownRules } from './own-rules.ts'
import { freezeWindow, maximumChange, minimumWait } from './pace.ts'
import { foreignChange, planeReadable } from './planes.ts'
import { isBlocking, type Rule, type RuleContext, type RuleFinding } from './rule.ts'
import { freshData, headroom, oneAtATime, regionWell, selfDependency } from './surroundings.ts'

const CORE: readonly Rule[] = [neverAllZero, neverTheLastRegion]

const NAMED: readonly Rule[] = [
  oneAtATime,
  maximumChange,
  minimumWait,
  freshData,
  freezeWindow,
  headroom,
  foreignChange,
  planeReadable,
  selfDependency,
  regionWell,
  ownRules,
]

/** Every rule, over what the planes are believed to say and what they would say. */
export function evaluateRules(
  before: readonly Setting[],
  after: readonly Setting[],
  context: RuleContext,
): RuleFinding[] {
  return [...CORE, ...NAMED].flatMap((rule) => rule(before, after, context))
}

/** The core invariant alone: judged again over each single call's result. */
export function brokenCore(
  before: readonly Setting[],
  after: readonly Setting[],
  context: RuleContext,
): RuleFinding | null {
  return CORE.flatMap((rule) => rule(before, after, context)).find(isBlocking) ?? null
}

/** What stands in the way and is not covered by name. */
export function standingInTheWay(findings: readonly RuleFinding[], covered: readonly string[]): RuleFinding[] {
  return findings.filter((each) => isBlocking(each) && !(each.overridable && covered.includes(each.rule)))
}
