import type { Run } from '#contract/evacuation/run.ts'
import { isLeftOut } from '../excused.ts'
import { broken, type Watching } from './watching.ts'
import { sharesOf } from './sim-plan.ts'

/** What may never be stored. */
export function judgeCommit(watching: Watching, before: Run, after: Run): void {
  if (after.version !== before.version + 1) broken(watching, 'a version was left out')
  if (after.epoch < before.epoch) broken(watching, `the epoch went back from ${before.epoch} to ${after.epoch}`)
  if (before.events.some((event, index) => after.events[index] !== event))
    broken(watching, 'an audit row was lost or changed')
  if (after.overrides.some((each) => each.rules.some((rule) => rule.startsWith('never-'))))
    broken(watching, 'the core invariant was overridden')
  if (after.phase === 'running' && before.startedAt === null && !watching.isLegitimate)
    broken(watching, 'executed without approval and step-up')
  if (before.startedAt === null && after.startedAt !== null) watching.allowed.add(after.epoch)
  judgeLeftOut(watching, before, after)
  if (after.step > before.step && after.heading === 'onward') judgeOpen(watching, before, after)
  if (after.phase === 'evacuated' && before.phase !== 'evacuated' && before.phase !== 'reconciling')
    judgeEvacuated(watching)
}

/** No next step while the outcome of a write of this one is not known, but where a person said to go on without it. */
function judgeOpen(watching: Watching, before: Run, after: Run): void {
  const open = after.ledger.find(
    (each) =>
      each.step === before.step && (each.state === 'unknown' || each.state === 'intended') && !isLeftOut(after, each),
  )
  const unread = after.ledger.find(
    (each) =>
      each.step === before.step && each.state === 'accepted' && !isStraggler(after, each) && !isLeftOut(after, each),
  )
  if (unread !== undefined) broken(watching, `went on without having read back ${unread.key}`)
  if (open !== undefined) broken(watching, `went on while the outcome of ${open.key} was unknown`)
}

/** A place is left out by a person's word alone, and only while it cannot be read. */
function judgeLeftOut(watching: Watching, before: Run, after: Run): void {
  const added = after.leftOut.filter((each) => !isLeftOut(before, each))
  if (added.length === 0) return
  if (!watching.mayLeaveOut) broken(watching, 'left a place out without a word of anybody')
  watching.mayLeaveOut = false
}

/** It goes on without those who refused or cannot be read, where enough others took the step. */
function isStraggler(run: Run, place: { plane: string; instance: string; step: number }): boolean {
  const refused = run.ledger.some(
    (each) =>
      each.state === 'refused' &&
      each.step === place.step &&
      each.plane === place.plane &&
      each.instance === place.instance,
  )
  return (
    refused ||
    run.planes.some((each) => each.kind === 'unread' && each.plane === place.plane && each.instance === place.instance)
  )
}

/** Done means empty: what truly reaches the victim is under the floor the plan states. */
function judgeEvacuated(watching: Watching): void {
  const { planes, setup, driftMs, residualShare, steady } = watching
  const ruling = planes[0]
  if (ruling === undefined) return
  let share = 0
  let places = 0
  for (const instance of ruling.instances) {
    if (instance.isDown) continue
    for (const segment in instance.truth) {
      share += sharesOf(instance.truth[segment] ?? {})[setup.victim] ?? 0
      places += 1
    }
  }
  // A change of the last seconds can be on its way to the witnesses; the drift watch has it.
  const isFresh = ruling.instances.some((each) => each.strangeSince !== null && steady() - each.strangeSince < driftMs)
  const left = share / Math.max(places, 1)
  if (left > residualShare + 0.02 && !isFresh)
    broken(watching, `called evacuated while ${(left * 100).toFixed(1)} % still go there`)
}
