import { z } from 'zod'

/** Where an autoscaler speaks the contract of wire.ts. */
export const ScalerSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Shared by both sides; signs every request. */
  secret: z.string().min(16).max(1_000),
})
export type ScalerSettings = z.infer<typeof ScalerSettings>
