/**
 * Latency under load, in words. An instance works on WORKERS requests at once. While it has spare workers a request
 * hardly waits; near full use it does, and the mean wait of a queue with c workers at utilisation ρ is close to
 *
 *     wait = serviceTime · ρ^(√(2(c+1)) − 1) / (c · (1 − ρ))          (Sakasegawa's approximation of M/M/c)
 *
 * which is taken up to ρ = 0.97. Beyond, the queue simply grows by (load − capacity) each second, up to a bound of
 * QUEUE_BOUND service times, and adds backlog / capacity to the wait; what finds the queue full is refused at once
 * (an error). Bounded, so a flood makes a service slow by a known factor and then shed, never infinitely slow; the
 * backlog is an integral over time clamped at both ends, so any step length gives a stable result.
 */
export const WORKERS = 8
/** Longest queue, in service times. */
export const QUEUE_BOUND = 8
const LINEAR_BEYOND = 0.97
const EXPONENT = Math.sqrt(2 * (WORKERS + 1)) - 1

/** Mean wait before service, in service times, at this utilisation; grows with it, finite everywhere. */
export function waitInServiceTimes(utilisation: number): number {
  const rho = utilisation < LINEAR_BEYOND ? (utilisation > 0 ? utilisation : 0) : LINEAR_BEYOND
  return rho ** EXPONENT / (WORKERS * (1 - rho))
}
