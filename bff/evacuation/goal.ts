import type { PlannedSplit, ShiftStep } from '#contract/evacuation/plan.ts'
import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { isPlace, mergeWeights, type Setting } from './setting.ts'

/**
 * What the planes should say, from the plan and the ledger alone.
 *
 * A plan is a walk over positions. Onward, step k sets the splits it names to `wanted`; back, undoing step k sets them
 * to `was`. Every other place should still say what was last accepted or adopted there, or, where nothing was, what the
 * plan read there first. Weights are absolute, so a goal can be compared with a reading and written again at any time.
 */
export function believedSettings(run: Run, descriptors: readonly PlaneDescriptor[]): readonly Setting[] {
  const known = beliefs.get(run.ledger)
  if (known !== undefined && known.descriptors === descriptors && known.plan === run.plan) return known.settings
  const settings = reckonBelief(run, descriptors)
  beliefs.set(run.ledger, { plan: run.plan, descriptors, settings })
  return settings
}

/** The same question is asked many times a second, and a ledger never changes: it is another one. */
const beliefs = new WeakMap<
  Run['ledger'],
  { plan: Run['plan']; descriptors: readonly PlaneDescriptor[]; settings: readonly Setting[] }
>()

function reckonBelief(run: Run, descriptors: readonly PlaneDescriptor[]): Setting[] {
  const settings = baselineSettings(run, descriptors)
  for (const entry of run.ledger) {
    if (entry.state !== 'accepted' && entry.state !== 'confirmed') continue
    const index = settings.findIndex((each) => isPlace(each, entry))
    const found = settings[index]
    if (found !== undefined) settings[index] = { ...found, weights: mergeWeights(found.weights, entry.weights) }
  }
  return settings
}

/** As the plan read every place it will touch, before anything was done. */
export function baselineSettings(run: Run, descriptors: readonly PlaneDescriptor[]): Setting[] {
  const first = new Map<string, PlannedSplit>()
  for (const step of run.plan.steps) {
    if (step.kind !== 'shift') continue
    for (const split of step.splits) {
      const key = `${split.plane} ${split.segment}`
      if (!first.has(key)) first.set(key, split)
    }
  }
  return [...first.values()].flatMap((split) => spread(split, split.was, descriptors))
}

/**
 * What the planes should say at the present position: what the plan says, at every place and so also where an earlier
 * step was not taken; but where others' weights were adopted after the plan last spoke of a place, those.
 */
export function goalSettings(run: Run, descriptors: readonly PlaneDescriptor[]): readonly Setting[] {
  const known = goals.get(run.ledger)
  const isKnown =
    known !== undefined &&
    known.descriptors === descriptors &&
    known.plan === run.plan &&
    known.step === run.step &&
    known.heading === run.heading
  if (isKnown) return known.settings
  const settings = reckonGoal(run, descriptors)
  const { plan, step, heading } = run
  goals.set(run.ledger, { plan, step, heading, descriptors, settings })
  return settings
}

const goals = new WeakMap<
  Run['ledger'],
  Pick<Run, 'plan' | 'step' | 'heading'> & { descriptors: readonly PlaneDescriptor[]; settings: readonly Setting[] }
>()

function reckonGoal(run: Run, descriptors: readonly PlaneDescriptor[]): Setting[] {
  const settings = plannedSettings(run, descriptors)
  for (const entry of run.ledger) {
    const adoptedAt = positionOfAdoption(entry.key)
    if (adoptedAt === null || adoptedAt < lastSpokenOf(run, entry)) continue
    layOver(settings, [entry])
  }
  return settings
}

const ADOPTED = ':adopted:'

export function keyOfAdoption(run: Run, number: number): string {
  return `${run.id}${ADOPTED}${positionOf(run)}:${number}`
}

function positionOfAdoption(key: string): number | null {
  const at = key.indexOf(ADOPTED)
  return at < 0 ? null : Number(key.slice(at + ADOPTED.length).split(':')[0])
}

/** Grows along a run's whole way, there and back: so a late write of an earlier position can be fenced off. */
export function positionOf(run: Pick<Run, 'heading' | 'step' | 'plan'>): number {
  return run.heading === 'onward' ? run.step : 2 * run.plan.steps.length - run.step
}

/** The last position up to the present one at which the plan changes that place. */
function lastSpokenOf(run: Run, place: { plane: string; segment: string }): number {
  let last = -1
  for (const [index, step] of run.plan.steps.entries()) {
    if (step.kind !== 'shift') continue
    if (!step.splits.some((split) => split.plane === place.plane && split.segment === place.segment)) continue
    if (index <= run.step || run.heading === 'back') last = Math.max(last, index)
    if (run.heading === 'back' && index >= run.step) last = Math.max(last, 2 * run.plan.steps.length - index)
  }
  return last
}

/** What the plan by itself says of the present position, whatever became of it. */
export function plannedSettings(run: Run, descriptors: readonly PlaneDescriptor[]): Setting[] {
  const settings = baselineSettings(run, descriptors)
  const last = run.heading === 'onward' ? run.step : run.step - 1
  for (const [index, step] of run.plan.steps.entries()) {
    if (step.kind !== 'shift' || index > last) continue
    for (const split of step.splits) layOver(settings, spread(split, split.wanted, descriptors))
  }
  return settings
}

function layOver(settings: Setting[], over: readonly Setting[]): void {
  for (const wanted of over) {
    const index = settings.findIndex((each) => isPlace(each, wanted))
    const found = settings[index]
    if (found !== undefined) settings[index] = { ...found, weights: mergeWeights(found.weights, wanted.weights) }
  }
}

export function shiftAt(run: Run): ShiftStep | null {
  const step = run.plan.steps[run.step]
  return step?.kind === 'shift' ? step : null
}

/** The planes the plan touches, sorted: what its lease covers. */
export function planesOf(run: Pick<Run, 'plan'>): string[] {
  const planes = new Set<string>()
  for (const step of run.plan.steps) {
    if (step.kind === 'shift') for (const split of step.splits) planes.add(split.plane)
  }
  return [...planes].toSorted()
}

/** Of the demand, what each region should serve at the present position; null where the plan does not tell. */
export function sharesWanted(run: Run): Readonly<Record<string, number>> | null {
  const last = run.heading === 'onward' ? run.step : run.step - 1
  for (let index = Math.min(last, run.plan.steps.length - 1); index >= 0; index -= 1) {
    const step = run.plan.steps[index]
    if (step?.kind === 'shift') return step.shares
  }
  return sharesBefore(run)
}

/** As it was when the plan was made; null where a region's rate was unknown. */
export function sharesBefore(run: Run): Readonly<Record<string, number>> | null {
  const shares: Record<string, number> = {}
  let total = 0
  for (const region of run.plan.prediction.regions) {
    if (region.beforeRequestsPerSecond === null) return null
    shares[region.region] = region.beforeRequestsPerSecond
    total += region.beforeRequestsPerSecond
  }
  if (total === 0) return null
  for (const region in shares) shares[region] = (shares[region] ?? 0) / total
  return shares
}

function spread(split: PlannedSplit, weights: Setting['weights'], descriptors: readonly PlaneDescriptor[]): Setting[] {
  const descriptor = descriptors.find((each) => each.id === split.plane)
  if (descriptor === undefined) return []
  return descriptor.instances.map((instance) => ({ plane: split.plane, instance, segment: split.segment, weights }))
}
