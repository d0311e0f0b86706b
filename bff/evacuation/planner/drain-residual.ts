import type { Situation } from './situation.ts'
import type { Steering } from './steering.ts'

/**
 * DNS lets go slowly: after the propagation τ each client follows when its answer expires, evenly over one time to live;
 * a part q never does. ρ(t) = q + (1 − q) · max(0, 1 − (t − τ) / TTL), and 1 before τ.
 */
export function dnsResidual(input: {
  elapsedMs: number
  propagationMs: number
  timeToLiveMs: number
  neverFollowShare: number
}): number {
  const { elapsedMs, propagationMs, timeToLiveMs, neverFollowShare } = input
  const since = elapsedMs - propagationMs
  if (since <= 0) return 1
  const waiting = timeToLiveMs > 0 ? Math.max(0, 1 - since / timeToLiveMs) : 0
  return neverFollowShare + (1 - neverFollowShare) * waiting
}

/** From the last shift until only those are left who never follow: the slowest plane's propagation and time to live. */
export function drainMs({ settings }: Pick<Situation, 'settings'>, { planes }: Pick<Steering, 'planes'>): number {
  const waits = planes.map(({ descriptor, timeToLiveMs }) =>
    descriptor.layer === 'dns'
      ? Math.max(descriptor.effectDelayMs.worst, propagationMs(descriptor.effectDelayMs, timeToLiveMs) + timeToLiveMs)
      : descriptor.effectDelayMs.worst,
  )
  return Math.max(settings.observeMs, ...waits)
}

/** Of the worst delay what is not the time to live; at least nothing. */
export function propagationMs(effectDelayMs: { worst: number }, timeToLiveMs: number): number {
  return Math.max(0, effectDelayMs.worst - timeToLiveMs)
}
