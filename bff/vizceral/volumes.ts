import { healthOf, type Health, type HealthThresholds } from '#contract/health.ts'
import type { VizceralClass, VizceralMetrics } from '#contract/vizceral.ts'

/** Traffic in the numbers of a frame; NaN where unknown. */
export interface Volume {
  requestsPerSecond: number
  errorShare: number
  degradedShare: number
}

/** Digits enough that the quantisation of a frame, not this rounding, bounds what a reader can tell. */
const SIGNIFICANT_DIGITS = 6

/** Of connections that the format can only draw as one; unknown where a part that counts is. */
export function sumOf(parts: readonly Volume[]): Volume {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const requestsPerSecond = parts.reduce((sum, part) => sum + part.requestsPerSecond, 0)
  const shareOf = (share: 'errorShare' | 'degradedShare') =>
    parts.reduce((sum, part) => (part.requestsPerSecond === 0 ? sum : sum + part.requestsPerSecond * part[share]), 0) /
    requestsPerSecond
  return { requestsPerSecond, errorShare: shareOf('errorShare'), degradedShare: shareOf('degradedShare') }
}

/**
 * Requests/s by class. Where a share is unknown its class is absent and named in `unknown`; where the requests are
 * unknown there are no metrics at all.
 */
export function metricsOf(volume: Volume): { metrics?: VizceralMetrics; unknown: VizceralClass[] } {
  const { requestsPerSecond } = volume
  if (!Number.isFinite(requestsPerSecond) || requestsPerSecond < 0) return { unknown: [] }
  // Without requests there are no shares, and every class is a known zero.
  const errorShare = requestsPerSecond === 0 ? 0 : volume.errorShare
  const degradedShare = requestsPerSecond === 0 ? 0 : volume.degradedShare
  const danger = partOf(requestsPerSecond, errorShare)
  const warning = Math.min(partOf(requestsPerSecond, degradedShare), requestsPerSecond - (danger || 0))
  const unknown: VizceralClass[] = []
  if (Number.isNaN(warning)) unknown.push('warning')
  if (Number.isNaN(danger)) unknown.push('danger')
  return {
    metrics: {
      normal: rounded(Math.max(0, requestsPerSecond - (danger || 0) - (warning || 0))),
      ...(Number.isNaN(warning) ? {} : { warning: rounded(warning) }),
      ...(Number.isNaN(danger) ? {} : { danger: rounded(danger) }),
    },
    unknown,
  }
}

export function classOf(volume: Volume, thresholds: HealthThresholds): { class?: VizceralClass } {
  const named = CLASS_OF[healthOf(volume, thresholds)]
  return named === null ? {} : { class: named }
}

const CLASS_OF: Readonly<Record<Health, VizceralClass | null>> = {
  healthy: 'normal',
  idle: 'normal',
  degraded: 'warning',
  failing: 'danger',
  unknown: null,
}

/** The next of 1, 2, 5, 10, 20 … at or above the highest: a scale that does not tremble with each frame. */
export function maxVolumeOf(volumes: Iterable<number>): number {
  let highest = 1
  for (const volume of volumes) if (Number.isFinite(volume) && volume > highest) highest = volume
  const decade = 10 ** Math.floor(Math.log10(highest))
  return decade * ([1, 2, 5].find((step) => step * decade >= highest) ?? 10)
}

function partOf(requestsPerSecond: number, share: number): number {
  return requestsPerSecond * Math.min(1, Math.max(0, share))
}

function rounded(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS))
}
