import type { FleetSize } from '#mocks/world/generated/fleet-size.ts'

/** How often a made-up fleet is read and how far back its past goes, so that any size starts within seconds. */
export interface FleetPace {
  /** Between two samples, ms; the period of the source. */
  periodMs: number
  pastMs: number
  /** Samples that are kept: each of the newest ones, and one every 10 s. */
  fineSlots: number
  coarseSlots: number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const COARSE_MS = 10 * SECOND_MS
/** Rates look over four periods and at least twenty seconds; questions may come some seconds late. */
const FINE_MS = 60 * SECOND_MS
/** What lives on after the start is remembered for so long beside the past. */
const KEPT_MS = 5 * MINUTE_MS

export function paceOf({ connections }: FleetSize): FleetPace {
  const [periodMs, pastMs] = paceFor(connections)
  return {
    periodMs,
    pastMs,
    fineSlots: Math.ceil(FINE_MS / periodMs) + 2,
    coarseSlots: Math.ceil((pastMs + KEPT_MS) / COARSE_MS) + 2,
  }
}

function paceFor(connections: number): [periodMs: number, pastMs: number] {
  if (connections <= 1_000) return [SECOND_MS, 30 * MINUTE_MS]
  if (connections <= 5_000) return [SECOND_MS, 10 * MINUTE_MS]
  if (connections <= 10_000) return [5 * SECOND_MS, 5 * MINUTE_MS]
  return [10 * SECOND_MS, MINUTE_MS]
}
