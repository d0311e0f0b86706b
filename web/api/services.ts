import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#contract/routes.ts'
import { IdentityReport } from '#contract/services/identity.ts'
import { InstanceStatusSet, type SetInstanceStatus } from '#contract/services/instance.ts'
import type { ScoreRules } from '#contract/services/score.ts'
import { ServiceDetail, ServicesAnswer, type PutScoreRules } from '#contract/services/service.ts'
import { request } from './request.ts'
import { withStepUp } from './step-up.ts'

/** What a service's score is reckoned by. */
const OwnRules = ServiceDetail.pick({ scoreRules: true, scoreRulesOwn: true })
const EVERY_MS = 5_000
const IDENTITY_EVERY_MS = 15_000
/** A registry is written to and then asked until it shows it. */
const WRITE_LIMIT_MS = 30_000

/** What is known of every service beyond its traffic, which the frames bring. */
export function servicesQuery() {
  return queryOptions({
    queryKey: ['services'],
    queryFn: ({ signal }) => request({ path: ROUTES.services, schema: ServicesAnswer, signal }),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
    // Every answer has other times in it: comparing thousands of rows would find hardly two alike.
    structuralSharing: false,
  })
}

/** All that is known of one service. */
export function serviceQuery(service: string) {
  return queryOptions({
    queryKey: ['services', service],
    queryFn: ({ signal }) => request({ path: ROUTES.service(service), schema: ServiceDetail, signal }),
    refetchInterval: EVERY_MS,
  })
}

/** Which names were taken for which services, and which for none. */
export function identityQuery() {
  return queryOptions({
    queryKey: ['identity'],
    queryFn: ({ signal }) => request({ path: ROUTES.identity, schema: IdentityReport, signal }),
    refetchInterval: IDENTITY_EVERY_MS,
  })
}

/** The rules of one service; null goes back to those of the configuration. Answers what counts from now on. */
export function scoreRulesMutation(service: string) {
  return mutationOptions({
    mutationKey: ['services', service, 'score-rules'],
    mutationFn: (rules: ScoreRules | null) => {
      const body: PutScoreRules = { rules }
      return request({ path: ROUTES.serviceScoreRules(service), method: 'PUT', schema: OwnRules, body })
    },
  })
}

/** Takes an instance out of service or lets it serve again; the answer says what was seen of it afterwards. */
export function instanceStatusMutation(proofReason: string) {
  return mutationOptions({
    mutationKey: ['instances', 'status'],
    mutationFn: (body: SetInstanceStatus) => {
      const idempotencyKey = crypto.randomUUID()
      return withStepUp(proofReason, () =>
        request({
          path: ROUTES.instanceStatus,
          method: 'POST',
          schema: InstanceStatusSet,
          body,
          idempotencyKey,
          timeoutMs: WRITE_LIMIT_MS,
        }),
      )
    },
  })
}
