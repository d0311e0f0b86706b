import type { WireInstance } from './wire-instance.ts'

/**
 * Is an instance that is said to be up still alive? Its lease would tell, but for three traps:
 * - A renewal is written as the instant *plus the lease's duration* (a fault of Eureka's that is never to be mended),
 *   while a registration is written as the instant itself. So a renewal lies in the future at first.
 * - Renewals do not make a cached list anew: for up to three and a half minutes a list shows leases as they were when
 *   it was made. So leases are compared with the newest sign of life in the same list, and with the clock only beyond
 *   what any cache may hide.
 * - A server in self-preservation drops nobody, however long silent; that is what the mark is for.
 */

/** Lists expire after 180 s over there, and are handed on 30 s later at most. */
const OLDEST_LIST_MS = 210_000
/** Date headers are whole seconds. */
const CLOCK_GRAIN_MS = 2_000

export interface Lease {
  /** UTC ms of its last sign of life, on the registry's clock; NaN where not told. */
  renewedAt: number
  suspect: boolean
}

export interface JudgedLeases {
  /** UTC ms of the newest sign of life of anybody; NaN for none. */
  newestSign: number
  /** What this list says of how renewals are written; null for nothing. */
  addsDuration: boolean | null
  of(instance: WireInstance): Lease
}

export function judgeLeases(input: {
  instances: readonly WireInstance[]
  /** When the list was handed out, UTC ms on the registry's clock. */
  servedAtMs: number
  /** What earlier lists of this server said of it. */
  addsDuration: boolean | null
}): JudgedLeases {
  const { instances, servedAtMs } = input
  const told = input.addsDuration ?? howRenewalsAreWritten(instances, servedAtMs)
  // All servers of Netflix's code do.
  const addsDuration = told ?? true
  let newestSign = NaN
  for (const instance of instances) {
    newestSign = newer(newestSign, renewedAtOf(instance, addsDuration))
    newestSign = newer(newestSign, instance.lastUpdatedTimestamp)
  }
  newestSign = Math.min(newestSign, servedAtMs)
  return {
    newestSign,
    addsDuration: told,
    of(instance) {
      const renewedAt = renewedAtOf(instance, addsDuration)
      // NaN where not told: then nobody is late.
      const { durationMs } = instance.lease
      const isSilent = newestSign - renewedAt > durationMs || servedAtMs - renewedAt > durationMs + OLDEST_LIST_MS
      return { renewedAt, suspect: instance.status === 'UP' && isSilent }
    },
  }
}

/** A renewal in the future was written with the duration added; one soon after its registration was not. */
function howRenewalsAreWritten(instances: readonly WireInstance[], servedAtMs: number): boolean | null {
  if (instances.some(({ lease }) => lease.lastRenewalTimestamp > servedAtMs + CLOCK_GRAIN_MS)) return true
  const isPlain = instances.some(({ lease }) => {
    const lastedMs = lease.lastRenewalTimestamp - lease.registrationTimestamp
    return lastedMs > CLOCK_GRAIN_MS && lastedMs < lease.durationMs - CLOCK_GRAIN_MS
  })
  return isPlain ? false : null
}

function renewedAtOf({ lease }: WireInstance, addsDuration: boolean): number {
  const { lastRenewalTimestamp: renewed, registrationTimestamp: registered, durationMs } = lease
  return addsDuration && renewed - registered >= durationMs ? renewed - durationMs : renewed
}

function newer(one: number, other: number): number {
  return Number.isNaN(one) || other > one ? other : one
}
