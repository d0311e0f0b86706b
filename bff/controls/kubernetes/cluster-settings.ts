import { z } from 'zod'
import { InstanceId, PlaneId, SegmentId } from '#contract/evacuation/plane.ts'
import { RegionId, ServiceId } from '#contract/ids.ts'

/** What every control in Kubernetes has: clusters as instances, and an object of a kind as each segment. */

export const ObjectName = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/, 'a name as Kubernetes takes it')

export const Cluster = z.strictObject({
  id: InstanceId,
  /** Its API server; a certificate authority of your own goes into NODE_EXTRA_CA_CERTS. */
  url: z.url({ protocol: /^https?$/ }),
  /** Of a service account that may get and update these objects and nothing else. */
  token: z.string().regex(/^[\x21-\x7e]{1,10000}$/, 'a token of one line'),
  livesIn: RegionId.optional(),
})
export type Cluster = z.infer<typeof Cluster>

export const SegmentObject = z.strictObject({
  id: SegmentId,
  namespace: ObjectName,
  name: ObjectName,
  /** Which of its rules splits the traffic, counted from 0. */
  rule: z.number().int().min(0).max(1_000).default(0),
})
export type SegmentObject = z.infer<typeof SegmentObject>

export const KUBERNETES_SETTINGS = {
  id: PlaneId,
  clusters: z.array(Cluster).min(1).max(64),
  segments: z.array(SegmentObject).min(1).max(100),
  services: z.array(ServiceId).optional(),
  /** From an accepted object to moved traffic, ms. */
  effectDelayMs: z
    .strictObject({ usual: z.number().min(0).default(5_000), worst: z.number().min(0).default(30_000) })
    .prefault({}),
  stickiness: z.enum(['none', 'connections', 'cookies']).default('none'),
} as const
