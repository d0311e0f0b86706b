import { z } from 'zod'
import { RegionId, ServiceId } from '#contract/ids.ts'

/**
 * The published contract `spillway-scaler/1`: what an autoscaler answers so that saviors can be made ready before traffic
 * reaches them. Signed like every order of ours.
 *
 *   GET <url>   Fleet
 *   PUT <url>   Floors → 200 Fleet
 */
export const SCALER_CONTRACT = 'spillway-scaler/1'

export const Fleet = z.object({
  services: z
    .array(
      z.object({
        region: RegionId,
        service: ServiceId,
        /** Taking traffic, or able to at once. */
        ready: z.number().int().min(0),
        starting: z.number().int().min(0),
        /** So many can be had, within quota and reservations. */
        reachable: z.number().int().min(0),
        /** From asking until ready, ms. */
        readyAfterMs: z.number().min(0),
      }),
    )
    .max(50_000),
})
export type Fleet = z.infer<typeof Fleet>

/** Absolute: at least so many are kept, and none is given back below; 0 leaves it to the load again. */
export const Floors = z.strictObject({
  contract: z.literal(SCALER_CONTRACT),
  floors: z
    .array(z.strictObject({ region: RegionId, service: ServiceId, instances: z.number().int().min(0) }))
    .max(50_000),
})
export type Floors = z.infer<typeof Floors>
