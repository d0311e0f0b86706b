import type { Run } from '#contract/evacuation/run.ts'
import type { InstanceState, Weights } from '#contract/evacuation/plane.ts'
import { isLeftOut } from './silent-places.ts'

/** What an instance says against what the plan wanted of it by now, and what it said before the run. */
export interface PlaneStand {
  plane: string
  instance: string
  stand: 'desired' | 'baseline' | 'other' | 'unread' | 'left-out'
  /** Weights as they say, by segment: `all: us-east-1 20, us-west-2 42`. */
  says: string
  /** When it was read, or tried last. */
  at: number
  why: string | null
}

export function planeStandsOf(run: Run): PlaneStand[] {
  const concerned = new Set(
    run.plan.steps.flatMap((step) => (step.kind === 'shift' ? step.splits : [])).map(({ plane }) => plane),
  )
  return run.planes.filter(({ plane }) => concerned.has(plane)).map((state) => standOf(run, state))
}

function standOf(run: Run, state: InstanceState): PlaneStand {
  const reading = state.kind === 'read' ? state.reading : state.last
  const says = (reading?.segments ?? []).map(({ segment, weights }) => `${segment}: ${weightsText(weights)}`).join('; ')
  if (state.kind === 'unread') {
    const stand = isLeftOut(run, state) ? 'left-out' : 'unread'
    return { plane: state.plane, instance: state.instance, stand, says, at: state.at, why: state.why }
  }
  const { instance, at, segments } = state.reading
  if (isLeftOut(run, { plane: state.plane, instance })) {
    return { plane: state.plane, instance, stand: 'left-out', says, at, why: null }
  }
  const wanted = wantedOf(run, state.plane)
  const matches = (pick: 'was' | 'wanted') =>
    [...wanted].every(([segment, split]) => {
      const said = segments.find((each) => each.segment === segment)
      return said !== undefined && isSame(split[pick], said.weights)
    })
  const stand = matches('wanted') ? 'desired' : matches('was') ? 'baseline' : 'other'
  return { plane: state.plane, instance, stand, says, at, why: null }
}

/** By segment: as it was before the run, and as the steps begun until now want it. */
function wantedOf(run: Run, plane: string): Map<string, { was: Weights; wanted: Weights }> {
  const found = new Map<string, { was: Weights; wanted: Weights }>()
  const reached = run.heading === 'back' ? run.step - 1 : run.step
  run.plan.steps.forEach((step, index) => {
    if (step.kind !== 'shift') return
    for (const split of step.splits) {
      if (split.plane !== plane) continue
      const known = found.get(split.segment) ?? { was: split.was, wanted: split.was }
      found.set(split.segment, { was: known.was, wanted: index <= reached ? split.wanted : known.wanted })
    }
  })
  return found
}

function isSame(wanted: Weights, said: Weights): boolean {
  return Object.entries(wanted).every(([target, weight]) => said[target] === weight)
}

/** `us-east-1 20, us-west-2 42`. */
export function weightsText(weights: Weights): string {
  return Object.entries(weights)
    .map(([target, weight]) => `${target} ${weight}`)
    .join(', ')
}
