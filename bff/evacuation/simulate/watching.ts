import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { WriteIntent } from '../control.ts'
import type { SimInstance, SimPlane } from './sim-plane.ts'
import type { SimSetup } from './sim-plan.ts'

export interface WatchedCall {
  owner: string
  plane: PlaneDescriptor
  instance: SimInstance
  intent: WriteIntent
  stored: Run | undefined
  /** The newest the lease was given under. */
  epoch: number
}

export interface WatcherInput {
  setup: SimSetup
  planes: readonly SimPlane[]
  steady: () => number
  /** Longest a change by others may stay unnoticed, ms. */
  driftMs: number
  settleMs: number
  residualShare: number
}

/** What the watcher remembers of the story so far. */
export interface Watching extends WatcherInput {
  violations: string[]
  /** Content of each key, the first time it was called. */
  contents: Map<string, string>
  /** Places whose last call had no known end, and since when. */
  unknown: Map<string, number>
  /** Instances read since others last touched them. */
  readSince: Set<SimInstance>
  isLegitimate: boolean
  /** Leases under which a person has said that it may write. */
  allowed: Set<number>
  isPaused: boolean
  /** Leases under which a person has said that others' changes are to be put back. */
  putsBack: Set<number>
  driftingSince: number | null
  /** Since when an evacuated run knows that some place cannot be read, and nobody else does. */
  muteSince: number | null
  /** A person has just said that it goes on without something. */
  mayLeaveOut: boolean
}

export function broken(watching: Watching, says: string): void {
  watching.violations.push(`${Math.round(watching.steady())} ms: ${says}`)
}
