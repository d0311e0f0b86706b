import { z } from 'zod'
import { EVERYBODY, InstanceId, PlaneId, PlaneLayer, PlaneTarget, SegmentId } from '#contract/evacuation/plane.ts'
import { RegionId, ServiceId } from '#contract/ids.ts'

/** One entry of `controls:` with `kind: webhook`: a plane of your own that speaks the contract of wire.ts. */

const MOST_WEIGHT = 1_000_000

const Url = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}, 'an address without user, password, ? and #')

export const WebhookSettings = z.strictObject({
  id: PlaneId,
  kind: z.literal('webhook'),
  url: Url,
  /** Shared by both sides; signs every request. */
  secret: z.string().min(16).max(1_000),
  layer: PlaneLayer,
  instances: z.array(InstanceId).min(1).max(256),
  targets: z.array(PlaneTarget).min(1).max(256),
  segments: z.array(SegmentId).min(1).max(1_000).default([EVERYBODY]),
  /** The services whose traffic it splits; all that enters where absent. */
  services: z.array(ServiceId).optional(),
  weights: z
    .strictObject({
      least: z.number().int().min(0).default(0),
      most: z.number().int().min(1).max(MOST_WEIGHT).default(100),
    })
    .prefault({}),
  /** Whether `effective` in its answers tells what acts now. */
  tellsEffective: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  /** From an accepted order to moved traffic, ms. */
  effectDelayMs: z
    .strictObject({ usual: z.number().min(0).default(2_000), worst: z.number().min(0).default(10_000) })
    .prefault({}),
  stickiness: z.enum(['none', 'connections', 'cookies', 'resolvers']).default('none'),
  zeroAll: z.enum(['refused', 'outage', 'equal-split', 'unknown']).default('unknown'),
  /** The region each instance's interface stands in: a dark one must not block an evacuation of it. */
  livesIn: z.record(InstanceId, RegionId).optional(),
})
export type WebhookSettings = z.infer<typeof WebhookSettings>
