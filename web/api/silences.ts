import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#contract/routes.ts'
import {
  SilencePreview,
  Silences,
  SilenceSet,
  type PutSilence,
  type Silence,
  type SilenceDraft,
} from '#contract/services/silence.ts'
import { request, withQuery } from './request.ts'

/** The alerting system is written to and then asked until it shows it. */
const LIMIT_MS = 30_000
const EVERY_MS = 15_000

/** Every silence of every system that can silence. */
export function silencesQuery() {
  return queryOptions({
    queryKey: ['silences'],
    queryFn: ({ signal }) => request({ path: ROUTES.silences, schema: Silences, signal }),
    refetchInterval: EVERY_MS,
  })
}

/** What a silence would cover, had it begun; nothing is made. */
export function previewSilenceQuery(draft: SilenceDraft) {
  return queryOptions({
    queryKey: ['silences', 'preview', draft],
    queryFn: ({ signal }) =>
      request({ path: ROUTES.previewSilence, method: 'POST', schema: SilencePreview, body: draft, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Makes a silence where the alert burns; the answer says what was read back. */
export function putSilenceMutation() {
  return mutationOptions({
    mutationKey: ['silences', 'put'],
    mutationFn: (body: PutSilence) =>
      request({
        path: ROUTES.silences,
        method: 'POST',
        schema: SilenceSet,
        body,
        idempotencyKey: crypto.randomUUID(),
        timeoutMs: LIMIT_MS,
      }),
  })
}

/** Ends one; ending twice is ending once. */
export function endSilenceMutation() {
  return mutationOptions({
    mutationKey: ['silences', 'end'],
    mutationFn: ({ id, source }: Pick<Silence, 'id' | 'source'>) =>
      request({
        path: withQuery(ROUTES.silence(id), { source }),
        method: 'DELETE',
        schema: SilenceSet,
        timeoutMs: LIMIT_MS,
      }),
  })
}
