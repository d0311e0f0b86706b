import type { Weights } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { WriteIntent } from '../control.ts'
import { type SimSetup, sharesOf } from './sim-plan.ts'

/** The most any position of the plan gives a region, by plane. */
export function ceilingsOf(setup: SimSetup): Map<string, number> {
  const most = new Map<string, number>()
  const note = (plane: string, weights: Weights) => {
    const shares = sharesOf(weights)
    for (const region in shares) {
      const key = `${plane} ${region}`
      most.set(key, Math.max(most.get(key) ?? 0, shares[region] ?? 0))
    }
  }
  for (const descriptor of setup.descriptors) note(descriptor.id, setup.start)
  for (const step of setup.plan.steps) {
    if (step.kind !== 'shift') continue
    for (const split of step.splits) note(split.plane, split.wanted)
  }
  return most
}

export function wantedAt(setup: SimSetup, intent: WriteIntent, plane: string, segment: string): Weights | null {
  const [, heading, index] = intent.key.split(':')
  const step = setup.plan.steps[Number(index)]
  if (step?.kind !== 'shift') return null
  const split = step.splits.find((each) => each.plane === plane && each.segment === segment)
  return split === undefined ? null : heading === 'back' ? split.was : split.wanted
}

export function isPlanned(
  setup: SimSetup,
  stored: Run | undefined,
  at: { plane: string; segment: string; target: string; weight: number },
): boolean {
  const { plane, segment, target, weight } = at
  if (setup.start[target] === weight) return true
  if (
    stored?.ledger.some(
      (each) => each.plane === plane && each.segment === segment && each.weights[target] === weight,
    ) === true
  )
    return true
  return setup.plan.steps.some(
    (step) =>
      step.kind === 'shift' &&
      step.splits.some(
        (split) =>
          split.plane === plane &&
          split.segment === segment &&
          (split.wanted[target] === weight || split.was[target] === weight),
      ),
  )
}

/** What the last accepted or adopted write says of a place. */
export function finalOf(run: Run, setup: SimSetup, at: { plane: string; instance: string; segment: string }): Weights {
  const { plane, instance, segment } = at
  let weights = setup.start
  for (const entry of run.ledger) {
    if (entry.plane !== plane || entry.instance !== instance || entry.segment !== segment) continue
    if (entry.state === 'accepted' || entry.state === 'confirmed') weights = { ...weights, ...entry.weights }
  }
  return weights
}
