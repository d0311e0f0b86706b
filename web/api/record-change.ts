import { mutationOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { Change, type NewChange } from '#contract/change.ts'
import { ROUTES } from '#contract/routes.ts'
import { request } from './request.ts'

export interface RecordedChange {
  change: z.input<typeof NewChange>
  /** The same for every try of the same change. */
  idempotencyKey: string
}

/** Writes down by hand that something changed. */
export function recordChangeMutation() {
  return mutationOptions({
    mutationKey: ['changes', 'record'],
    mutationFn: ({ change, idempotencyKey }: RecordedChange) =>
      request({ path: ROUTES.changes, method: 'POST', schema: Change, body: change, idempotencyKey }),
  })
}
