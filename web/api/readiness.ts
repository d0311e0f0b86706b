import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { RegionsReadiness } from '#contract/evacuation/api.ts'
import { Run } from '#contract/evacuation/run.ts'
import {
  STANDING_ACTS,
  StandingPlan,
  StandingPlans,
  type StandingAct,
  type StandingKey,
} from '#contract/evacuation/standing.ts'
import { ROUTES } from '#contract/routes.ts'
import { request } from './request.ts'
import { withStepUp } from './step-up.ts'

const EVERY_MS = 10_000
const LIMIT_MS = 20_000

/** How ready each region is to be left, and what the console itself stands on. */
export function readinessQuery() {
  return queryOptions({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => request({ path: ROUTES.readiness, schema: RegionsReadiness, signal, timeoutMs: LIMIT_MS }),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
  })
}

export function standingPlansQuery() {
  return queryOptions({
    queryKey: ['standing-plans'],
    queryFn: ({ signal }) => request({ path: ROUTES.standingPlans, schema: StandingPlans, signal }),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
  })
}

export function refreshStandingMutation() {
  return mutationOptions({
    mutationKey: ['standing-plans', 'refresh'],
    mutationFn: () =>
      request({ path: ROUTES.refreshStanding, method: 'POST', schema: StandingPlans, timeoutMs: 2 * LIMIT_MS }),
  })
}

/** A person's act upon a standing plan; where it wants a fresh proof, that is asked for and it is sent once more. */
export function standingActMutation({ region, failure }: StandingKey, proofReason: (verb: string) => string) {
  return mutationOptions({
    mutationKey: ['standing-plans', region, failure, 'act'],
    mutationFn: ({ verb, ...body }: StandingAct) =>
      withStepUp(proofReason(verb), () =>
        request({
          path: ROUTES.standingAct(region, failure, verb),
          method: 'POST',
          schema: StandingPlan,
          body: STANDING_ACTS[verb].parse(body),
        }),
      ),
  })
}

/** Answers the armed run. */
export function armStandingMutation({ region, failure }: StandingKey, proofReason: string) {
  return mutationOptions({
    mutationKey: ['standing-plans', region, failure, 'arm'],
    mutationFn: (planHash: string) => {
      const idempotencyKey = crypto.randomUUID()
      return withStepUp(proofReason, () =>
        request({
          path: ROUTES.standingAct(region, failure, 'arm'),
          method: 'POST',
          schema: Run,
          body: { planHash },
          idempotencyKey,
          timeoutMs: LIMIT_MS,
        }),
      )
    },
  })
}
