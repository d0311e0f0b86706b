import { z } from 'zod'
import { EpochMs } from './ids.ts'

/**
 * `GET /api/v1/vizceral`: the latest frame in the format of Vizceral (github.com/Netflix/vizceral), so that a page made
 * for it can show this fleet. Latency, capacity and history have no place in that format. What is unknown has no
 * metrics; a zero is a measured zero.
 */

/** Requests/s by class: `danger` are failures and timeouts, `warning` answers that were degraded. */
export const VizceralMetrics = z.strictObject({
  normal: z.number().min(0),
  warning: z.number().min(0).optional(),
  danger: z.number().min(0).optional(),
})
export type VizceralMetrics = z.infer<typeof VizceralMetrics>

/** By health; absent where that is unknown. */
export const VizceralClass = z.enum(['normal', 'warning', 'danger'])
export type VizceralClass = z.infer<typeof VizceralClass>

export const VizceralConnection = z.strictObject({
  /** Names of nodes of the same graph; no other connection of it has this pair. */
  source: z.string(),
  target: z.string(),
  class: VizceralClass.optional(),
  /** Absent where the traffic is unknown. */
  metrics: VizceralMetrics.optional(),
  metadata: z
    .strictObject({
      protocol: z.string().optional(),
      /** Classes whose volume is not known: their requests are counted as normal. */
      unknown: z.array(VizceralClass).optional(),
    })
    .optional(),
})
export type VizceralConnection = z.infer<typeof VizceralConnection>

export const VizceralService = z.strictObject({
  name: z.string(),
  displayName: z.string().optional(),
  /** Absent where there is nothing to open. */
  renderer: z.literal('focusedChild').optional(),
  class: VizceralClass.optional(),
  node_type: z.enum(['service', 'storage', 'pipe', 'users']).optional(),
  metadata: z.strictObject({ owner: z.string().optional() }).optional(),
})
export type VizceralService = z.infer<typeof VizceralService>

const graph = {
  /** Of recent volumes the highest, requests/s, rounded up so that it seldom changes: the measure of density. */
  maxVolume: z.number().positive(),
  connections: z.array(VizceralConnection),
}

export const VizceralRegion = z.strictObject({
  renderer: z.literal('region'),
  layout: z.literal('ltrTree'),
  name: z.string(),
  displayName: z.string().optional(),
  entryNode: z.string(),
  class: VizceralClass.optional(),
  /** Of the oldest sample in the region's total, UTC ms; 0 when none was ever seen. */
  updated: EpochMs,
  nodes: z.array(VizceralService),
  ...graph,
})
export type VizceralRegion = z.infer<typeof VizceralRegion>

export const VizceralWorld = z.strictObject({
  renderer: z.literal('global'),
  name: z.literal('edge'),
  entryNode: z.string(),
  /** Of the frame, UTC ms; a page draws anew when it has grown. */
  updated: EpochMs,
  serverUpdateTime: EpochMs,
  /** The regions, and beside them the internet and the content delivery network. */
  nodes: z.array(z.union([VizceralRegion, VizceralService])),
  ...graph,
})
export type VizceralWorld = z.infer<typeof VizceralWorld>
