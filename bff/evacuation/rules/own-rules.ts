import type { OwnRule } from '../settings.ts'
import type { Setting } from '../setting.ts'
import { weightsIn } from '../setting.ts'
import type { Rule, RuleContext, RuleFinding } from './rule.ts'

/** The rules of the configuration, each under `own:` and its id. */
export const ownRules: Rule = (_before, after, context) =>
  context.around.settings.rules.map((rule): RuleFinding => {
    const holds = rule.kind === 'assertion' ? assertionHolds(rule, after) : gateIsOpen(rule, context)
    return {
      rule: `own:${rule.id}`,
      outcome: holds === null ? 'unknown' : holds ? 'holds' : 'blocks',
      says: rule.says,
      overridable: true,
    }
  })

function assertionHolds(rule: Extract<OwnRule, { kind: 'assertion' }>, after: readonly Setting[]): boolean {
  return after
    .filter((each) => each.plane === rule.plane)
    .every((each) => rule.targets.filter((target) => (each.weights[target] ?? 0) > 0).length >= rule.atLeast)
}

/** Unknown while the switch cannot be read, and when its plane is not part of the plan. */
function gateIsOpen(rule: Extract<OwnRule, { kind: 'gating' }>, { books }: RuleContext): boolean | null {
  const gates = books.filter((each) => each.plane === rule.plane)
  if (gates.length === 0 || gates.some((each) => each.reading === null || each.failure !== null)) return null
  return gates.every(
    ({ reading }) =>
      reading !== null &&
      reading.segments.every(({ segment }) => (weightsIn(reading, segment)?.[rule.target] ?? 0) > 0),
  )
}
