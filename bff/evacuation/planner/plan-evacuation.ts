import type { EvacuationScope, Placement, Plan, Profile, ShiftStep, Step } from '#contract/evacuation/plan.ts'
import type { RegionId } from '#contract/ids.ts'
import { drainMs } from './drain-residual.ts'
import { DEFAULT_MARGINS, envelopeOf, type EnvelopeMargins } from './envelope.ts'
import { hookSteps } from './hook-steps.ts'
import { weightLines } from './lay-weights.ts'
import { outlineOf, type Shift } from './outline.ts'
import { predictionOf } from './predict.ts'
import { reckon, type Reckoning } from './reckon.ts'
import { saviorLoads, type SaviorLoads } from './savior-loads.ts'
import { readyTitle, scaleNeeds } from './scale-needs.ts'
import { shiftSteps } from './shift-steps.ts'
import type { HookMoment, Situation, Wish } from './situation.ts'
import { budgetOf } from './step-budget.ts'

/** A plan before somebody signs it: see `sealPlan`. */
export type PlanDraft = Omit<Plan, 'id' | 'reason' | 'author' | 'createdAt' | 'hash'>

export type PlanAnswer =
  | { kind: 'planned'; plan: PlanDraft }
  /** Every reason at once, each a sentence. */
  | { kind: 'refused'; reasons: readonly string[] }

/**
 * The whole way from the situation to ordered steps with absolute weights. It refuses what cannot be written or must not
 * be done; being short of capacity is no refusal: people decide about that, with the numbers before them.
 */
export function planEvacuation(input: {
  situation: Situation
  scope: EvacuationScope
  placement: Placement
  wish: Wish
  margins?: EnvelopeMargins
}): PlanAnswer {
  const { situation, scope, placement, wish } = input
  const reckoning = reckon({ situation, scope, placement, edgeIsDark: wish.failure === 'edge-dark' })
  if (reckoning.refusals.length > 0) return { kind: 'refused', reasons: reckoning.refusals }
  const lines = weightLines(reckoning)
  const loads = saviorLoads(reckoning, lines, situation.uplift.factor)
  const outline = outlineOf({ situation, reckoning, loads, wish })
  const shifts = shiftSteps({ outline, lines, reckoning, failure: wish.failure, settings: situation.settings })
  const unsafe = shifts.flatMap((step) => (step === null ? [] : unsafeSplits(step)))
  if (unsafe.length > 0) return { kind: 'refused', reasons: unsafe }
  if (shifts.every((step) => step === null)) return { kind: 'refused', reasons: ['no weight would change'] }
  const steps = evacuationSteps({ profile: wish.profile, situation, reckoning, loads, outline, shifts })
  const estimateMs = steps.reduce((sum, step) => sum + step.estimateMs, 0)
  const prediction = predictionOf({ situation, reckoning, loads, estimateMs })
  const plan: PlanDraft = {
    direction: 'evacuate',
    scope,
    profile: wish.profile,
    failure: wish.failure,
    placement,
    of: null,
    steps,
    envelope: envelopeOf(prediction, input.margins ?? DEFAULT_MARGINS),
    prediction,
  }
  return { kind: 'planned', plan }
}

/** The core invariant, before anything is proposed: somebody other than the victim is always given traffic. */
export function unsafeSplits({ title, splits }: ShiftStep): string[] {
  return splits
    .filter(({ wanted }) => Object.values(wanted).every((weight) => weight === 0))
    .map(({ plane, segment }) => `${title}: every weight of ${plane} for ${segment} would be zero`)
}

/** So that a ceiling of three quarters stays below the stop of nine tenths. */
const EMERGENCY_SLACK = 0.1

function evacuationSteps(input: {
  profile: Profile
  situation: Situation
  reckoning: Reckoning
  loads: SaviorLoads
  outline: readonly Shift[]
  shifts: readonly (ShiftStep | null)[]
}): Step[] {
  const { situation, reckoning } = input
  const hooks = (moment: HookMoment) =>
    hookSteps({ situation, scope: reckoning.scope, saviors: saviorsOf(reckoning), direction: 'evacuate', moment })
  const steps: Step[] = [...hooks('first'), ...hooks('before-shift')]
  let asked = ''
  let waitedMs = 0
  let dnsBegun = false
  for (const [index, shift] of input.shifts.entries()) {
    if (shift === null) continue
    const isLast = input.shifts.slice(index + 1).every((later) => later === null)
    const slack = input.profile === 'emergency' && !isLast ? EMERGENCY_SLACK : 0
    const way = input.outline[index]?.way ?? 1
    const scale = scaleNeeds({ ...input, settings: situation.settings, way, slack })
    const wanted = JSON.stringify(scale.needs)
    if (scale.needs.length > 0 && wanted !== asked) {
      asked = wanted
      const estimateMs = Math.max(0, scale.readyAfterMs - waitedMs)
      steps.push({
        id: `scale-for-${shift.id}`,
        kind: 'scale',
        title: readyTitle(scale.needs),
        estimateMs,
        // The shifts before it may be faster than thought: its instances take their time all the same.
        budgetMs: budgetOf(situation.settings, 'scale', scale.readyAfterMs),
        needs: scale.needs,
      })
      waitedMs += estimateMs
    }
    if (shift.layer === 'dns' && !dnsBegun) steps.push(...hooks('before-dns'))
    dnsBegun ||= shift.layer === 'dns'
    steps.push(shift)
    // Everything is asked for when the run starts.
    waitedMs += shift.estimateMs
  }
  return [...steps, ...hooks('after-shift'), ...lastSteps(situation, reckoning), ...hooks('last')]
}

function lastSteps(situation: Situation, { steering, scope }: Reckoning): Step[] {
  const { residualShare, residualFloorRequestsPerSecond, verifyMs } = situation.settings
  const estimateMs = drainMs(situation, steering)
  const timesToLive = steering.planes
    .filter(({ descriptor }) => descriptor.layer === 'dns')
    .map(({ timeToLiveMs }) => timeToLiveMs)
  return [
    {
      id: 'drain',
      kind: 'drain',
      title: `Wait until ${scope.region} serves those alone who never follow`,
      estimateMs,
      budgetMs: budgetOf(situation.settings, 'drain', estimateMs),
      residualShare,
      floorRequestsPerSecond: residualFloorRequestsPerSecond,
      leastMs: Math.max(0, ...timesToLive),
    },
    verifyStep(situation, verifyMs),
  ]
}

export function verifyStep({ settings }: Situation, estimateMs: number): Step {
  const budgetMs = budgetOf(settings, 'verify', estimateMs)
  return { id: 'verify', kind: 'verify', title: 'Planes, arrivals and probes agree', estimateMs, budgetMs }
}

export function saviorsOf({ places }: Reckoning): RegionId[] {
  return places.saviors.flatMap((index) => places.all[index]?.region ?? [])
}
