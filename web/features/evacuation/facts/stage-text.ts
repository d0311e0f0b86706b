import type { Step } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { stageWords, waitWords } from '#web/messages/evacuation-run-en.ts'

/** What the step under way does: a shift goes through its stages, what stands around shifts waits for something. */
export function stageTextOf({ plan, step, stage, heading }: Pick<Run, 'plan' | 'step' | 'stage' | 'heading'>): string {
  const kind = heading === 'onward' ? plan.steps[step]?.kind : 'shift'
  if (kind === undefined || kind === 'shift' || stage !== 'observing') return stageWords[stage]
  return waitWords[kind]
}

/** A step that others do, or that waits for instances, moves nobody: the witnesses have nothing to say of it. */
export function isWitnessed(kind: Step['kind'] | undefined): boolean {
  return kind !== 'hook' && kind !== 'scale'
}
