import { EDGE_CALLS } from './calls-of-the-edge.ts'
import { BACK_OFFICE_CALLS } from './calls-of-the-back-office.ts'
import { MEMBER_CALLS } from './calls-of-members.ts'

/**
 * What a caller does when the call fails for good: `required` fails its own request, `fallback` answers with less
 * (degraded), `background` does not touch the request at all.
 */
export type Need = 'required' | 'fallback' | 'background'

/** What differs from the defaults of `fleet-plan.ts`. */
export interface CallOverrides {
  timeoutMs?: number
  /** Attempts beyond the first. */
  retries?: number
  /** Error share at which the circuit opens, 0–1. */
  breakerThreshold?: number
}

/** One line of the call graph: target, calls per request of the caller, and what a failure means to the caller. */
export type Call = readonly [target: string, callsPerRequest: number, need: Need, overrides?: CallOverrides]

/** The same call graph in every region: callers by name. */
export const CALLS: Readonly<Record<string, readonly Call[]>> = {
  ...EDGE_CALLS,
  ...MEMBER_CALLS,
  ...BACK_OFFICE_CALLS,
}

/** Stores that copy their writes to the other regions, with the share of their local requests that are writes. */
export const REPLICATED: Readonly<Record<string, number>> = {
  'cassandra-identity': 0.03,
  'cassandra-profile': 0.05,
  'cassandra-viewing': 0.3,
  'cassandra-catalogue': 0.02,
  'cassandra-billing': 0.25,
  'license-db': 0.12,
  'device-db': 0.06,
  'bookmarks-db': 0.35,
  'evcache-session': 0.04,
  'evcache-profile': 0.03,
}
