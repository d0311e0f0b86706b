import { z } from 'zod'
import { SourceId } from '#contract/ids.ts'

/** Who may deliver changes by a signed webhook. */
export const ChangesSettings = z.strictObject({
  webhooks: z
    .array(
      z.strictObject({
        /** Part of the address, and who the changes come from: `jenkins` delivers to `/api/v1/hooks/changes/jenkins`. */
        origin: SourceId,
        /** Shared with that sender alone; it signs what it sends. */
        secret: z.string().min(16).max(1_000),
      }),
    )
    .max(64)
    .default([])
    .superRefine((webhooks, ctx) => {
      webhooks.forEach(({ origin }, index) => {
        const first = webhooks.findIndex((other) => other.origin === origin)
        if (first === index) return
        const message = `an origin of its own; webhooks[${first}] has this one`
        ctx.addIssue({ code: 'custom', path: [index, 'origin'], message })
      })
    }),
})
export type ChangesSettings = z.infer<typeof ChangesSettings>
