import { z } from 'zod'

/** Keys of an AWS user or session; usually `${AWS_ACCESS_KEY_ID}` and so on, never written out. */
export const AwsCredentials = z.strictObject({
  accessKeyId: z.string().min(1).max(200),
  secretAccessKey: z.string().min(1).max(200),
  sessionToken: z.string().min(1).max(4_000).optional(),
})
export type AwsCredentials = z.infer<typeof AwsCredentials>
