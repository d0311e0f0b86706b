import type { Plan, Prediction, ScaleStep, ShiftStep, Step } from '#contract/evacuation/plan.ts'
import { demandMatrix } from './demand-matrix.ts'
import { DEFAULT_MARGINS, envelopeOf, type EnvelopeMargins } from './envelope.ts'
import { failbackLoads, type FailbackLoads } from './failback-loads.ts'
import { hookSteps } from './hook-steps.ts'
import { weightLine, type WeightLine } from './lay-weights.ts'
import { outlineBack, type Shift } from './outline.ts'
import { placesOf } from './places.ts'
import { saviorsOf, unsafeSplits, verifyStep, type PlanAnswer, type PlanDraft } from './plan-evacuation.ts'
import type { Reckoning } from './reckon.ts'
import { sharesOf } from './round-weights.ts'
import { capacityOf, rowsByRegion } from './safe-capacity.ts'
import { instancesFor, instancesKept, readyTitle } from './scale-needs.ts'
import { isSame, shiftSteps } from './shift-steps.ts'
import type { HookMoment, Situation } from './situation.ts'
import { budgetOf } from './step-budget.ts'
import { steeringOf, type SteeredPlane, type SteeredSplit } from './steering.ts'

/**
 * The way back is the dangerous half: caches are cold and copies behind. It is a plan of its own, slower, behind a gate
 * for each store, and leads from what the planes say now to the very weights the evacuation found.
 */
export function planFailback(input: { situation: Situation; evacuation: Plan; margins?: EnvelopeMargins }): PlanAnswer {
  const { situation, evacuation } = input
  if (evacuation.direction !== 'evacuate') return { kind: 'refused', reasons: ['that plan leads back itself'] }
  const reckoning = reckonBack(situation, evacuation)
  if (reckoning.refusals.length > 0) return { kind: 'refused', reasons: reckoning.refusals }
  const lines = linesBack(reckoning, evacuation)
  if (lines.every((line) => isSame(line.was, line.weightsAt(1)))) return { kind: 'refused', reasons: [NOTHING_TO_DO] }
  const loads = failbackLoads(situation, reckoning, lines)
  const outline = outlineBack({ situation, reckoning, rise: loads.rise })
  const settings = situation.settings
  const shifts = shiftSteps({ outline, lines, reckoning, failure: 'edge-alive', settings, direction: 'failback' })
  const unsafe = shifts.flatMap((step) => (step === null ? [] : unsafeSplits(step)))
  if (unsafe.length > 0) return { kind: 'refused', reasons: unsafe }
  if (shifts.every((step) => step === null))
    return { kind: 'refused', reasons: ['the planes say already what they did'] }
  const steps = failbackSteps({ situation, reckoning, loads, outline, shifts })
  const estimateMs = steps.reduce((sum, step) => sum + step.estimateMs, 0)
  const prediction: Prediction = { ...loads.prediction, estimateMs }
  const plan: PlanDraft = {
    direction: 'failback',
    scope: evacuation.scope,
    profile: evacuation.profile,
    failure: 'edge-alive',
    placement: evacuation.placement,
    of: evacuation.id,
    steps,
    envelope: envelopeOf(prediction, input.margins ?? DEFAULT_MARGINS),
    prediction,
  }
  return { kind: 'planned', plan }
}

const NOTHING_TO_DO = 'the planes already say what they said before the evacuation'

/** Plane and segment → the weights before the evacuation touched them. */
function weightsBefore({ steps }: Plan): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const before = new Map<string, Readonly<Record<string, number>>>()
  for (const step of steps) {
    if (step.kind !== 'shift') continue
    for (const { plane, segment, was } of step.splits) {
      const key = `${plane} ${segment}`
      if (!before.has(key)) before.set(key, was)
    }
  }
  return before
}

function reckonBack(situation: Situation, evacuation: Plan): Reckoning {
  const { scope } = evacuation
  const places = placesOf(situation, scope)
  const demand = demandMatrix(situation, scope, places, true)
  const rows = rowsByRegion(situation, scope)
  const only = new Set(weightsBefore(evacuation).keys())
  const steering = steeringOf({ situation, scope, places, demandSegments: demand.segments, edgeIsDark: false, only })
  const cells = demand.segments.length * places.saviors.length
  return {
    scope,
    places,
    demand,
    capacity: places.all.map((place) => capacityOf({ situation, scope, rows, place })),
    room: new Float64Array(places.saviors.length).fill(NaN),
    steering,
    allowed: new Uint8Array(cells).fill(1),
    parts: new Float64Array(cells),
    isHomeless: false,
    refusals: steering.refusals,
    cautions: steering.cautions.filter((caution) => !caution.endsWith('not part of the evacuation')),
    guesses: [],
  }
}

function linesBack(reckoning: Reckoning, evacuation: Plan): WeightLine[] {
  const before = weightsBefore(evacuation)
  return reckoning.steering.planes.flatMap((plane) =>
    plane.splits.map((split) =>
      lineBack(reckoning, plane, split, before.get(`${plane.descriptor.id} ${split.segment}`)),
    ),
  )
}

function lineBack(
  { places }: Reckoning,
  plane: SteeredPlane,
  split: SteeredSplit,
  before: Readonly<Record<string, number>> = {},
): WeightLine {
  // A target that came in between keeps what it has.
  const end = split.targets.map(({ target, weight }) => before[target.id] ?? weight)
  return weightLine({ plane, split, final: sharesOf(end), end, places: places.all.length })
}

function failbackSteps(input: {
  situation: Situation
  reckoning: Reckoning
  loads: FailbackLoads
  outline: readonly Shift[]
  shifts: readonly (ShiftStep | null)[]
}): Step[] {
  const { situation, reckoning } = input
  const hooks = (moment: HookMoment) =>
    hookSteps({ situation, scope: reckoning.scope, saviors: saviorsOf(reckoning), direction: 'failback', moment })
  const steps: Step[] = [...hooks('first'), ...hooks('before-shift')]
  const kept = needsAt(situation, reckoning, input.loads.victimAt(1), instancesKept)
  if (kept.length > 0) steps.push(keepingStep(situation, kept))
  let asked = ''
  let dnsBegun = false
  for (const [index, shift] of input.shifts.entries()) {
    if (shift === null) continue
    const needs = needsAt(situation, reckoning, input.loads.victimAt(input.outline[index]?.way ?? 1))
    if (needs.length > 0 && JSON.stringify(needs) !== asked) {
      asked = JSON.stringify(needs)
      steps.push(scaleStep(situation, shift, needs))
    }
    if (shift.layer === 'dns' && !dnsBegun) steps.push(...hooks('before-dns'))
    dnsBegun ||= shift.layer === 'dns'
    steps.push(shift)
  }
  const { verifyMs } = situation.settings
  return [...steps, ...hooks('after-shift'), verifyStep(situation, verifyMs), ...hooks('last')]
}

function needsAt(
  situation: Situation,
  { places, capacity }: Reckoning,
  load: number,
  count = instancesFor,
): ScaleStep['needs'] {
  const region = places.all[0]?.region
  if (region === undefined || places.all[0]?.zone !== null) return []
  return (capacity[0]?.services ?? []).flatMap((room) => {
    const instancesReady = count(room, load, situation.settings.utilisationCeiling)
    return instancesReady === null ? [] : [{ region, service: room.service, instancesReady }]
  })
}

/** An empty region is scaled down while its users are on their way: what is ready by now stays. */
function keepingStep({ settings }: Situation, needs: ScaleStep['needs']): ScaleStep {
  const title = readyTitle(needs)
  return { id: 'keep', kind: 'scale', title, estimateMs: 0, budgetMs: budgetOf(settings, 'scale', 0), needs }
}

function scaleStep({ settings, capacity }: Situation, shift: ShiftStep, needs: ScaleStep['needs']): ScaleStep {
  const waits = needs.map(
    ({ region, service }) =>
      capacity.find((row) => row.region === region && row.service === service)?.readyAfterMs ?? 0,
  )
  const estimateMs = Math.max(0, ...waits)
  return {
    id: `scale-for-${shift.id}`,
    kind: 'scale',
    title: readyTitle(needs),
    estimateMs,
    budgetMs: budgetOf(settings, 'scale', estimateMs),
    needs,
  }
}
