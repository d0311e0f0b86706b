import { mutationOptions } from '@tanstack/react-query'
import { ROUTES } from '#contract/routes.ts'
import { SilenceSet, type PutSilence } from '#contract/services/silence.ts'
import { request } from './request.ts'

/** The alerting system is written to and then asked until it shows it. */
const LIMIT_MS = 30_000

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
