import type { BuiltInRule, Finding } from '#contract/evacuation/rules.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { InstanceBook, Surroundings } from '../machine.ts'
import type { Setting } from '../setting.ts'

/**
 * A safety rule: what the planes are believed to say before a write, what they would say after it, and everything else
 * it may look at. It answers with what it found; `clearsAt` where waiting alone will satisfy it.
 */
export type Rule = (before: readonly Setting[], after: readonly Setting[], context: RuleContext) => RuleFinding[]

export interface RuleFinding extends Finding {
  /** Steady ms. */
  clearsAt?: number
}

export interface RuleContext {
  run: Run
  around: Surroundings
  books: readonly InstanceBook[]
  /** Shares of demand moved lately, by steady instants. */
  moved: readonly { at: number; share: number }[]
  lastWriteAt: number
}

export function found(rule: BuiltInRule, outcome: Finding['outcome'], says: string, clearsAt?: number): RuleFinding[] {
  const overridable = rule !== 'never-all-zero' && rule !== 'never-the-last-region'
  return [{ rule, outcome, says, overridable, ...(clearsAt === undefined ? {} : { clearsAt }) }]
}

/** What stands in the way, in the wire's words. */
export function isBlocking(finding: Finding): boolean {
  return finding.outcome === 'blocks' || finding.outcome === 'unknown'
}

/** `12 %`, and under a tenth with one place behind the point. Written at every sample, so by whole numbers. */
export function percent(share: number): string {
  if (!(share < 0.1)) return `${Math.round(share * 100)} %`
  const tenths = Math.round(share * 1000)
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`
}
