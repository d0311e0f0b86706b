import { z } from 'zod'

/** The closed family of errors this server answers with. */
export const ErrorCode = z.enum([
  'bad_request',
  'not_authenticated',
  'forbidden',
  /** Allowed once you have proved again that it is you. */
  'step_up_required',
  'not_found',
  'conflict',
  'too_large',
  'too_many_requests',
  'unavailable',
  'internal',
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** Every error body: what went wrong in words, where, what was expected, and the id to quote. */
export const ErrorBody = z.strictObject({
  code: ErrorCode,
  message: z.string(),
  path: z.string().optional(),
  expected: z.string().optional(),
  requestId: z.string(),
})
export type ErrorBody = z.infer<typeof ErrorBody>
