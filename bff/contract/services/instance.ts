import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, SourceId, ZoneId } from '../ids.ts'

/** As a registry says it. Only `up` instances are given traffic. */
export const InstanceStatus = z.enum(['up', 'down', 'starting', 'out-of-service', 'unknown'])
export type InstanceStatus = z.infer<typeof InstanceStatus>

/** One running copy of a service. Null is "not told". */
export const Instance = z.strictObject({
  source: SourceId,
  /** As the registry knows it: `i-0a1b2c`. Unique within its service. */
  id: z.string().min(1),
  region: RegionId.nullable(),
  zone: ZoneId.nullable(),
  service: ServiceId,
  status: InstanceStatus,
  /** A status a person has set over what the instance says of itself; null for none. */
  override: InstanceStatus.nullable(),
  version: z.string().nullable(),
  /** Auto-scaling group, cluster or replica set. */
  group: z.string().nullable(),
  host: z.string().nullable(),
  address: z.string().nullable(),
  port: z.number().int().nullable(),
  /** UTC ms since when it serves. */
  upSince: EpochMs.nullable(),
  /** UTC ms of its last sign of life. */
  renewedAt: EpochMs.nullable(),
  /** Said to be up, but its last sign of life is older than its lease. */
  suspect: z.boolean(),
  /** Whether its status can be changed through the source. */
  actionable: z.boolean(),
  observedAt: EpochMs.nullable(),
})
export type Instance = z.infer<typeof Instance>

/** `POST /api/v1/instances/status`: take an instance out of service, or let it serve again. */
export const SetInstanceStatus = z.strictObject({
  source: SourceId,
  region: RegionId.nullable(),
  service: ServiceId,
  instance: z.string().min(1).max(400),
  /** `in-service` takes the override away; it never forces a sick instance up. */
  to: z.enum(['out-of-service', 'in-service']),
  reason: z.string().min(3).max(500),
})
export type SetInstanceStatus = z.infer<typeof SetInstanceStatus>

/** An accepted write is not a changed instance: `seen` is what was read back of that one instance. */
export const InstanceStatusSet = z.strictObject({
  outcome: z.enum(['seen', 'accepted-not-seen', 'unknown']),
  seen: InstanceStatus.nullable(),
  seenAt: EpochMs.nullable(),
  /** What happened, in words. */
  message: z.string(),
})
export type InstanceStatusSet = z.infer<typeof InstanceStatusSet>
