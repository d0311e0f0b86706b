import type { PlannerSettings } from './situation.ts'

/** Beyond it a step is stuck: the 75th percentile of past steps of its kind, three estimates before there are any. */
export function budgetOf({ pastStepMs }: PlannerSettings, kind: string, estimateMs: number): number {
  return Math.max(estimateMs, pastStepMs[kind] ?? 3 * estimateMs)
}
