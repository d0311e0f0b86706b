import { mutationOptions, queryOptions } from '@tanstack/react-query'
import {
  DryRun,
  Evacuations,
  RUN_ACTS,
  WhatIf,
  type Intention,
  type NewDraft,
  type NewFailback,
  type RunAct,
  type RunActVerb,
} from '#contract/evacuation/api.ts'
import { RunOutcome } from '#contract/evacuation/forecast.ts'
import { Run } from '#contract/evacuation/run.ts'
import { ROUTES } from '#contract/routes.ts'
import { RequestError } from './request-error.ts'
import { request } from './request.ts'
import { withStepUp } from './step-up.ts'

/** A run under way is looked at each second; a picture older than this is said to be stale. */
export const RUN_EVERY_MS = 1_000
export const RUN_STALE_MS = 4_000
const EVERY_MS = 2_000
const WHAT_IF_EVERY_MS = 5_000
const OUTCOME_EVERY_MS = 10_000
const RUN_LIMIT_MS = 3_000
const WHAT_IF_LIMIT_MS = 20_000

/** Verdicts, planes, vantage points, open and past runs. */
export function evacuationsQuery() {
  return queryOptions({
    queryKey: ['evacuations'],
    queryFn: ({ signal }) => request({ path: ROUTES.evacuations, schema: Evacuations, signal }),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
  })
}

/** What acting would do; asked again every few seconds, and the last answer stays while the next is reckoned. */
export function whatIfQuery(intention: Intention) {
  return queryOptions({
    queryKey: ['evacuations', 'what-if', intention],
    queryFn: ({ signal }) =>
      request({
        path: ROUTES.whatIf,
        method: 'POST',
        schema: WhatIf,
        body: intention,
        signal,
        timeoutMs: WHAT_IF_LIMIT_MS,
      }),
    refetchInterval: WHAT_IF_EVERY_MS,
    staleTime: WHAT_IF_EVERY_MS / 2,
  })
}

/** One run. It never retries in silence: the next look comes anyway, and meanwhile the picture says that it is old. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['evacuation', id],
    queryFn: ({ signal }) => request({ path: ROUTES.evacuation(id), schema: Run, signal, timeoutMs: RUN_LIMIT_MS }),
    refetchInterval: RUN_EVERY_MS,
    refetchIntervalInBackground: true,
    staleTime: 0,
    retry: false,
  })
}

/** What it foretold when it started against what was seen since; of one that has ended nothing changes any more. */
export function outcomeQuery({ id, endedAt }: Pick<Run, 'id' | 'endedAt'>) {
  return queryOptions({
    queryKey: ['evacuation', id, 'outcome', endedAt],
    queryFn: ({ signal }) =>
      request({ path: ROUTES.evacuationOutcome(id), schema: RunOutcome, signal, timeoutMs: WHAT_IF_LIMIT_MS }),
    refetchInterval: endedAt === null ? OUTCOME_EVERY_MS : false,
    staleTime: OUTCOME_EVERY_MS / 2,
  })
}

/** The exact writes, and what the planes answer to a dry run of them. */
export function writesQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['evacuation', id, 'writes', version],
    queryFn: ({ signal }) =>
      request({ path: ROUTES.evacuationWrites(id), schema: DryRun, signal, timeoutMs: WHAT_IF_LIMIT_MS }),
    staleTime: 10_000,
  })
}

export function draftMutation() {
  return mutationOptions({
    mutationKey: ['evacuation', 'draft'],
    mutationFn: (body: NewDraft) =>
      request({
        path: ROUTES.evacuations,
        method: 'POST',
        schema: Run,
        body,
        idempotencyKey: crypto.randomUUID(),
        timeoutMs: WHAT_IF_LIMIT_MS,
      }),
  })
}

export function failbackMutation(id: string) {
  return mutationOptions({
    mutationKey: ['evacuation', id, 'failback'],
    mutationFn: (body: NewFailback) =>
      request({
        path: ROUTES.failback(id),
        method: 'POST',
        schema: Run,
        body,
        idempotencyKey: crypto.randomUUID(),
        timeoutMs: WHAT_IF_LIMIT_MS,
      }),
  })
}

/** A person's act upon a run; where it wants a fresh proof, that is asked for and it is sent once more. */
export function actMutation(id: string, proofReason: (verb: RunActVerb) => string) {
  return mutationOptions({
    mutationKey: ['evacuation', id, 'act'],
    mutationFn: ({ verb, ...body }: RunAct) => {
      const send = () =>
        request({
          path: ROUTES.evacuationAct(id, verb),
          method: 'POST',
          schema: Run,
          body: RUN_ACTS[verb].parse(body),
          timeoutMs: WHAT_IF_LIMIT_MS,
        })
      return withStepUp(proofReason(verb), send)
    },
  })
}

/** The rules that stand in the way of an act, where that is why it was refused; they can be overridden by these names. */
export function blockingRulesOf(error: unknown): string[] {
  if (!(error instanceof RequestError) || error.failure.kind !== 'refused') return []
  const { body } = error.failure
  if (body?.path !== 'override.rules' || body.expected === undefined) return []
  return body.expected.split(', ').filter((rule) => rule !== '')
}
