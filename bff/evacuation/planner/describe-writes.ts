import type { Plan, PlannedWrite } from '#contract/evacuation/plan.ts'
import type { InstanceReading, SegmentReading, Weights } from '#contract/evacuation/plane.ts'
import { plannedCalls } from '../planned-calls.ts'
import type { PlaneSituation } from './situation.ts'

/**
 * The dry run: every write of a plan in its order, with what each instance says before it. Made by the very function that
 * orders the real calls, from readings that are carried forward as if each write had been done.
 */
export function describeWrites(plan: Pick<Plan, 'steps' | 'scope'>, planes: readonly PlaneSituation[]): PlannedWrite[] {
  const stand = new Map<string, InstanceReading>()
  const writes: PlannedWrite[] = []
  for (const [step, each] of plan.steps.entries()) {
    if (each.kind !== 'shift') continue
    let order = 0
    for (const { descriptor, readings } of planes) {
      const splits = each.splits.filter(({ plane }) => plane === descriptor.id)
      for (const instance of splits.length === 0 ? [] : descriptor.instances) {
        const at = `${descriptor.id} ${instance}`
        let reading = stand.get(at) ?? readings.find((known) => known.instance === instance) ?? unread(instance)
        const place = { plane: descriptor.id, instance }
        const goal = splits.map(({ segment, wanted }) => ({ ...place, segment, weights: wanted }))
        for (const call of plannedCalls({ descriptor, reading, goal, scope: plan.scope })) {
          for (const { segment, weights } of call.splits) {
            writes.push({ step, order, ...place, segment, before: saidOf(reading, segment, weights), after: weights })
          }
          reading = carried(reading, call.splits)
          order += 1
        }
        stand.set(at, reading)
      }
    }
  }
  return writes
}

function unread(instance: string): InstanceReading {
  return { instance, at: 0, segments: [] }
}

/** Of the targets that are written; null where nobody could read them. */
function saidOf({ segments }: InstanceReading, segment: string, written: Weights): Weights | null {
  const said = segments.find((each) => each.segment === segment)?.weights
  if (said === undefined) return null
  return Object.fromEntries(Object.entries(said).filter(([target]) => target in written))
}

function carried(reading: InstanceReading, splits: readonly { segment: string; weights: Weights }[]): InstanceReading {
  const segments = new Map<string, SegmentReading>(reading.segments.map((each) => [each.segment, each]))
  for (const { segment, weights } of splits) {
    segments.set(segment, { segment, weights: { ...segments.get(segment)?.weights, ...weights } })
  }
  return { ...reading, segments: [...segments.values()] }
}
