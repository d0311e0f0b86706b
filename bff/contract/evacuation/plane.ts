import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, ZoneId } from '../ids.ts'

/**
 * What we act through. A plane is one configured control system (`edge-proxies`, `public-dns`). It has instances that
 * are each written and read by themselves (nine proxies, three nameservers) and targets it splits traffic over.
 */

const slug = ServiceId

/** A configured control: `edge-proxies`. */
export const PlaneId = slug
export type PlaneId = z.infer<typeof PlaneId>

/** One place of a plane that holds the setting by itself: one proxy, one nameserver, `api` where there is only one. */
export const InstanceId = slug
export type InstanceId = z.infer<typeof InstanceId>

/** What a plane sends traffic to: a region, or a zone of it. */
export const TargetId = slug
export type TargetId = z.infer<typeof TargetId>

/** A part of the demand with a split of its own, such as a country; `all` where the plane knows only everybody. */
export const SegmentId = slug
export type SegmentId = z.infer<typeof SegmentId>
export const EVERYBODY: SegmentId = 'all'

export const PlaneTarget = z.strictObject({ id: TargetId, region: RegionId, zone: ZoneId.optional() })
export type PlaneTarget = z.infer<typeof PlaneTarget>

/** Absolute integer weights by target, never deltas. What is absent is not changed by a write and unknown in a reading. */
export const Weights = z.record(TargetId, z.number().int().min(0).max(1_000_000))
export type Weights = z.infer<typeof Weights>

/** `proxy` acts at once and finely; `dns` slowly and coarsely; `switch` knows only on and off. */
export const PlaneLayer = z.enum(['proxy', 'dns', 'switch'])
export type PlaneLayer = z.infer<typeof PlaneLayer>

/** What a driver declares of its system; the controller obeys it rather than the driver's name. */
export const PlaneDescriptor = z.strictObject({
  id: PlaneId,
  /** `haproxy`, `powerdns`, `webhook` … */
  driver: z.string(),
  layer: PlaneLayer,
  instances: z.array(InstanceId).min(1),
  targets: z.array(PlaneTarget).min(1),
  segments: z.array(SegmentId).min(1),
  /** The services whose traffic it splits; absent where it is all that enters. */
  services: z.array(ServiceId).optional(),
  /** Weights it can hold. A switch: 0 and 1. */
  granularity: z.strictObject({ least: z.number().int().min(0), most: z.number().int().min(1) }),
  /**
   * What one call changes as a whole: one target's weight, all targets of one segment, or all segments of an instance.
   * Within it nobody sees a half; across it the controller raises first and lowers last.
   */
  atomicScope: z.enum(['target', 'segment', 'instance']),
  /** Whether a write can name the revision it replaces. */
  compareAndSet: z.boolean(),
  /** `effective` tells what acts now; `setting` only what was set; `none` nothing: then only witnesses can prove. */
  readBack: z.enum(['effective', 'setting', 'none']),
  /** From an accepted write to moved traffic, ms: as a rule, and at worst but for clients that never follow. */
  effectDelayMs: z.strictObject({ usual: z.number().min(0), worst: z.number().min(0) }),
  /** Clients that stay for other reasons than the weight. */
  stickiness: z.enum(['none', 'connections', 'cookies', 'resolvers']),
  /** What users get when every weight is zero: an outage, or the evacuated region again. */
  zeroAll: z.enum(['refused', 'outage', 'equal-split', 'unknown']),
  /** Whether it can be asked what a write would do. */
  dryRun: z.boolean(),
  /** Whether our plan and epoch can be written beside the setting, for others to see and for fencing. */
  metadataSlot: z.boolean(),
  /** Regions its interface lives in, per instance; absent where unknown. Writing to a dark region must not block. */
  livesIn: z.record(InstanceId, RegionId).optional(),
})
export type PlaneDescriptor = z.infer<typeof PlaneDescriptor>

/** What one instance says of one segment. */
export const SegmentReading = z.strictObject({
  segment: SegmentId,
  /** As set. */
  weights: Weights,
  /** As acting now, where the system tells the two apart (slow start, drain); else absent. */
  effective: Weights.optional(),
  /** Who wrote it last, where it can hold that. */
  mark: z.strictObject({ planId: z.string(), epoch: z.number().int(), step: z.number().int() }).optional(),
})
export type SegmentReading = z.infer<typeof SegmentReading>

export const InstanceReading = z.strictObject({
  instance: InstanceId,
  at: EpochMs,
  segments: z.array(SegmentReading),
  /** Changes with every write to the instance, by whomever; absent where it has none. */
  revision: z.string().optional(),
})
export type InstanceReading = z.infer<typeof InstanceReading>

/** As shown on screens and kept in a run: the last reading, or why there is none. */
export const InstanceState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), plane: PlaneId, reading: InstanceReading, tookMs: z.number().min(0) }),
  z.strictObject({
    kind: z.literal('unread'),
    plane: PlaneId,
    instance: InstanceId,
    /** When it was last tried. */
    at: EpochMs,
    /** One sentence. */
    why: z.string(),
    /** The last reading there was; its age is printed. */
    last: InstanceReading.nullable(),
  }),
])
export type InstanceState = z.infer<typeof InstanceState>
