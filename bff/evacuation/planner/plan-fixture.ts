import { createHash } from 'node:crypto'
import type { EvacuationScope, Plan, ShiftStep } from '#contract/evacuation/plan.ts'
import { canonicalJson } from '#bff/store/canonical-json.ts'
import { planEvacuation, type PlanAnswer, type PlanDraft } from './plan-evacuation.ts'
import { sealPlan } from './seal-plan.ts'
import type { PlaneSituation, Situation, Wish } from './situation.ts'
import { bothPlanes, capacity, NOON, situation } from './situation-fixture.ts'

export const USE1: EvacuationScope = { kind: 'region', region: 'use1' }
export const AMPLE = ['use1', 'usw2', 'euw1'].map((region) => capacity(region, 2_000_000))

export function draftOf(answer: PlanAnswer): PlanDraft {
  if (answer.kind === 'refused') throw new Error(answer.reasons.join('; '))
  return answer.plan
}

/** An evacuation of use1 with room to spare. */
export function draft(parts: Partial<Situation> = {}, wish: Partial<Wish> = {}): PlanDraft {
  return draftOf(
    planEvacuation({
      situation: situation({ capacity: AMPLE, planes: bothPlanes(), ...parts }),
      scope: USE1,
      placement: 'headroom',
      wish: { profile: 'emergency', failure: 'edge-alive', ...wish },
    }),
  )
}

export function hashOf(plan: Omit<Plan, 'hash'>): string {
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(plan))))
    .digest('hex')
}

export function sealed(plan: PlanDraft): Plan {
  const signed = { id: '01K00000000000000000000000', reason: 'use1 burns', author: 'ann', createdAt: NOON }
  return sealPlan(plan, signed, hashOf)
}

export function shiftsOf({ steps }: Pick<Plan, 'steps'>): ShiftStep[] {
  return steps.filter((step): step is ShiftStep => step.kind === 'shift')
}

/** The planes as they stand once the plan has run. */
export function afterwards(planes: readonly PlaneSituation[], plan: Pick<Plan, 'steps'>): PlaneSituation[] {
  return planes.map((each) => {
    const splits = shiftsOf(plan).flatMap((step) => step.splits.filter(({ plane }) => plane === each.descriptor.id))
    const last = new Map(splits.map(({ segment, wanted }) => [segment, wanted]))
    const readings = each.readings.map((reading) => ({
      ...reading,
      segments: reading.segments.map(({ segment, weights }) => ({ segment, weights: last.get(segment) ?? weights })),
    }))
    return { ...each, readings }
  })
}
