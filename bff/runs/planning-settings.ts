import { z } from 'zod'
import { SegmentId } from '#contract/evacuation/plane.ts'
import { RegionId, ServiceId } from '#contract/ids.ts'
import { DEFAULT_SETTINGS } from '#bff/evacuation/planner/situation.ts'
import { ScalerSettings } from '#bff/controls/scaler/settings.ts'

/**
 * The `planning` part of the configuration: what no metric tells the planner. Everything may be left out; what is
 * missing is said to be a guess, and can be entered later.
 */

const duration = z.number().int().min(0)
const share = z.number().min(0).max(1)

export const CapacitySetting = z.strictObject({
  region: RegionId,
  service: ServiceId,
  readyInstances: z.number().int().min(0),
  /** As load-tested, at full load. */
  requestsPerSecondPerInstance: z.number().positive(),
  /** Calls of it for one request at the edge. */
  callsPerRequest: z.number().positive().default(1),
  /** So many can be had, within quota and reservations. */
  reachableInstances: z.number().int().min(0).optional(),
  /** From asking until ready, ms. */
  readyAfterMs: duration.optional(),
  critical: z.boolean().default(true),
})

export const StoreSetting = z.strictObject({
  store: ServiceId,
  class: z.enum(['multi-active', 'single-primary', 'asynchronous']),
  primary: RegionId.nullable().default(null),
  regions: z.array(RegionId).min(1),
  /** As a rule, ms; unknown where absent. */
  lagMs: duration.optional(),
  fenceHook: ServiceId.optional(),
  promoteHook: ServiceId.optional(),
  resyncHook: ServiceId.optional(),
})

export const JobSetting = z.strictObject({
  job: ServiceId,
  region: RegionId,
  movable: z.boolean().default(true),
  stopHook: ServiceId.optional(),
  startHook: ServiceId.optional(),
})

export const HookSetting = z.strictObject({
  id: ServiceId,
  does: z.string().min(1).max(200),
  /** Called with the plan when its moment comes; a person does it and says so where absent. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** Signs the call; see the webhook contract of the controls. */
  secret: z.string().min(16).max(1_000).optional(),
  strength: z.enum(['strong', 'weak']).default('strong'),
  when: z.enum(['first', 'before-shift', 'before-dns', 'after-shift', 'last']),
  directions: z
    .array(z.enum(['evacuate', 'failback']))
    .min(1)
    .default(['evacuate']),
  regions: z.array(RegionId).min(1).optional(),
  estimateMs: duration.default(30_000),
  budgetMs: duration.default(120_000),
})
export type HookSetting = z.infer<typeof HookSetting>

/** How fast, and in which pieces; each part that is left out stays as it is. */
const PaceSetting = z.strictObject({
  /** Shares of the way, growing, the last 1. */
  stages: z
    .array(share)
    .min(1)
    .refine((stages) => stages.at(-1) === 1 && stages.every((stage, at) => stage > (stages[at - 1] ?? 0)), {
      message: 'expected shares that grow up to 1',
    })
    .optional(),
  /** How long the verified picture of a step must stand, ms. */
  holdMs: duration.optional(),
  /** No savior's utilisation may rise by more in one step. */
  mostRise: share.optional(),
})
export type PaceSetting = z.infer<typeof PaceSetting>

export const PlanningSettings = z.strictObject({
  /** κ: what a moved request weighs upon a savior with cold caches; 1.15 is a guess until a drill has told. */
  uplift: z.number().min(1).max(5).optional(),
  /** Requests/s one active customer makes; 0.1 is a guess. Turns requests into customer minutes. */
  requestsPerSecondPerCustomer: z.number().positive().optional(),
  /** What counts as safe, of the load-tested rate. */
  utilisationCeiling: share.default(0.75),
  paces: z.strictObject({ emergency: PaceSetting, drill: PaceSetting, failback: PaceSetting }).partial().default({}),
  /** A write, its read-back and enough samples to believe, ms. */
  observeMs: duration.default(DEFAULT_SETTINGS.observeMs),
  /** What the last look of all witnesses should take, ms. */
  verifyMs: duration.default(DEFAULT_SETTINGS.verifyMs),
  /** Tells what is ready and can be had, and is asked for more before traffic comes. */
  scaler: ScalerSettings.optional(),
  capacity: z.array(CapacitySetting).max(20_000).default([]),
  stores: z.array(StoreSetting).max(500).default([]),
  jobs: z.array(JobSetting).max(500).default([]),
  hooks: z.array(HookSetting).max(100).default([]),
  /** Where a segment's data may not go. */
  forbidden: z
    .array(z.strictObject({ segment: SegmentId, regions: z.array(RegionId).min(1), why: z.string().min(1).max(200) }))
    .max(500)
    .default([]),
  /** Between a region's users and the regions, ms; reckoned from positions where absent. */
  roundTrips: z
    .array(z.strictObject({ from: z.string().min(1), to: RegionId, ms: z.number().positive() }))
    .max(5_000)
    .default([]),
  /** Of DNS planes, by their id, ms. */
  timeToLiveMs: z.record(ServiceId, duration).default({}),
})
export type PlanningSettings = z.infer<typeof PlanningSettings>
