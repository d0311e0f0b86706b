import { z } from 'zod'

/** Who may send what he saw from outside. Two vantage points of different networks are the least that can judge. */
export const ProbesSettings = z.strictObject({
  vantages: z
    .array(
      z.strictObject({
        /** As printed: `fra-1`. */
        id: z
          .string()
          .min(1)
          .max(80)
          .regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/, 'a slug such as "fra-1"'),
        secret: z.string().min(16).max(1_000),
      }),
    )
    .max(64)
    .default([]),
})
export type ProbesSettings = z.infer<typeof ProbesSettings>
