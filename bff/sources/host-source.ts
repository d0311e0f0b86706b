import type { HostMeasure } from '#contract/services/host.ts'
import type { RegionId } from '#contract/ids.ts'

/** What a source of host metrics needs to know of an instance. Host and address come from a registry: they are data. */
export interface HostInstance {
  region: RegionId
  instance: string
  /** Null where nobody told. */
  host: string | null
  address: string | null
}

/** The machines under instances, asked only while somebody looks. */
export interface HostSource {
  /** How often a new sample can be expected, ms. */
  readonly periodMs: number
  /** Whether the instance is one that its settings name, whatever a registry says. */
  names(instance: { region: RegionId; instance: string }): boolean
  open(instance: HostInstance): OpenedHost
}

export type OpenedHost =
  | { kind: 'opened'; host: WatchedHost }
  /** It does not speak for that region. */
  | { kind: 'elsewhere' }
  /** It may not be asked, or nobody told where it is; why, and what to change, in words. */
  | { kind: 'refused'; state: 'forbidden' | 'untold'; message: string }

/** One host, asked by one loop; it remembers the counters of the last sample. */
export interface WatchedHost {
  read(input: { signal: AbortSignal }): Promise<HostAnswer>
}

export type HostAnswer =
  | { kind: 'answered'; sample: HostSample }
  | { kind: 'failed'; message: string; retryAfterMs?: number }

export interface HostSample {
  /** The host's own clock, UTC ms. */
  at: number
  hostName: string | null
  values: readonly HostValue[]
  untold: readonly HostMeasure[]
  notes: readonly string[]
}

export interface HostValue {
  measure: HostMeasure
  of: string | null
  /** NaN where unknown. */
  value: number
}
