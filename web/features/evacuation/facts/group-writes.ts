import type { DryRun } from '#contract/evacuation/api.ts'
import type { PlannedWrite } from '#contract/evacuation/plan.ts'

/** Writes of one step that are the same at several places of a plane: one line, unfolded on demand. */
export interface WriteGroup {
  step: number
  plane: string
  segment: string
  instances: string[]
  /** What of it changes; null before where a place could not be read. */
  changes: { target: string; before: number | null; after: number }[]
  /** What the planes answered to a dry run, each sentence once. */
  answers: string[]
}

/** In the order of the writes. */
export function groupWrites({ writes, answers }: DryRun): WriteGroup[] {
  const groups = new Map<string, WriteGroup>()
  writes.forEach((write, order) => {
    const key = JSON.stringify([write.step, write.plane, write.segment, write.before, write.after])
    const group = groups.get(key) ?? begun(write)
    groups.set(key, group)
    group.instances.push(write.instance)
    const says = answers.find((answer) => answer.order === order)?.says
    if (says !== undefined && !group.answers.includes(says)) group.answers.push(says)
  })
  return [...groups.values()]
}

function begun({ step, plane, segment, before, after }: PlannedWrite): WriteGroup {
  const changes = Object.entries(after)
    .map(([target, weight]) => ({ target, before: before?.[target] ?? null, after: weight }))
    .filter((change) => change.before !== change.after)
  return { step, plane, segment, instances: [], changes, answers: [] }
}
