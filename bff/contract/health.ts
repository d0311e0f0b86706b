import { z } from 'zod'

/** What the map says of a node, an edge or a region: shape and colour follow from this word alone. */
export const Health = z.enum(['healthy', 'degraded', 'failing', 'unknown', 'idle'])
export type Health = z.infer<typeof Health>

/** Shares are 0–1. */
export const HealthThresholds = z.strictObject({
  degradedErrorShare: z.number().min(0).max(1).default(0.01),
  failingErrorShare: z.number().min(0).max(1).default(0.05),
  degradedDegradedShare: z.number().min(0).max(1).default(0.05),
})
export type HealthThresholds = z.infer<typeof HealthThresholds>

export const DEFAULT_HEALTH_THRESHOLDS: HealthThresholds = HealthThresholds.parse({})

/** Below this a connection counts as idle: less than one request in 100 s. */
const IDLE_REQUESTS_PER_SECOND = 0.01

/** NaN means unknown in every number here. */
export interface HealthInput {
  requestsPerSecond: number
  errorShare: number
  degradedShare: number
}

export function healthOf(input: HealthInput, thresholds: HealthThresholds = DEFAULT_HEALTH_THRESHOLDS): Health {
  if (Number.isNaN(input.requestsPerSecond)) return 'unknown'
  if (input.requestsPerSecond < IDLE_REQUESTS_PER_SECOND) return 'idle'
  if (Number.isNaN(input.errorShare)) return 'unknown'
  if (input.errorShare >= thresholds.failingErrorShare) return 'failing'
  if (input.errorShare >= thresholds.degradedErrorShare) return 'degraded'
  if (input.degradedShare >= thresholds.degradedDegradedShare) return 'degraded'
  return 'healthy'
}
