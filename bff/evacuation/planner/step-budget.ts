import type { PlannerSettings } from './situation.ts'

/** What should be done at once may still take a look or two at whether it is. */
const LEAST_BUDGET_MS = 60_000

/** Beyond it a step is stuck: the 75th percentile of past steps of its kind, three estimates before there are any. */
export function budgetOf({ pastStepMs }: PlannerSettings, kind: string, estimateMs: number): number {
  return Math.max(estimateMs, LEAST_BUDGET_MS, pastStepMs[kind] ?? 3 * estimateMs)
}
