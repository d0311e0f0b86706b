import type {
  InstanceId,
  InstanceReading,
  PlaneDescriptor,
  SegmentId,
  TargetId,
  Weights,
} from '#contract/evacuation/plane.ts'

/**
 * One configured plane. An accepted write is not moved traffic: a driver reports what its system said and nothing more.
 * A driver never retries, never caches and never decides; it may be called for several instances at once. It answers within
 * `limitMs`: without an answer of its system by then it answers `unknown`.
 */
export interface Control {
  readonly descriptor: PlaneDescriptor
  /** What the instance says now. */
  read(instance: InstanceId, limitMs: number): Promise<ReadAnswer>
  /** Sets absolute weights. Within the descriptor's atomic scope; the controller never asks for more. */
  write(intent: WriteIntent, limitMs: number): Promise<WriteAnswer>
  /** Only where the descriptor says so: what a write would be answered. */
  dryRun?(intent: WriteIntent, limitMs: number): Promise<WriteAnswer>
  /** Only where the system counts what it sends: requests sent to each target so far. */
  arrivals?(instance: InstanceId, limitMs: number): Promise<ArrivalsAnswer>
  /** What `npm run doctor` asks besides reading every instance. */
  examine?(limitMs: number): Promise<readonly ControlFinding[]>
  /** The exact shell line that does the same by hand, with secrets as variables: for the printed runbook. */
  byHand(intent: WriteIntent): string
  /** The shell line that shows what the instance says. */
  readByHand(instance: InstanceId): string
  close(): Promise<void>
}

/** Everything one call changes: one target, one segment or all of an instance, as the descriptor's atomic scope says. */
export interface WriteIntent {
  instance: InstanceId
  splits: readonly { segment: SegmentId; weights: Weights }[]
  /** The same for every attempt at this logical write. */
  key: string
  /** For systems that can hold or check it. */
  mark: { planId: string; epoch: number; step: number }
  /** The revision it replaces, where the system compares. */
  revision?: string
}

export type ReadAnswer = { kind: 'read'; reading: InstanceReading } | ControlRefusal | ControlUnknown

export interface ControlFinding {
  /** What was asked, in few words. */
  asked: string
  outcome: 'ok' | 'warning' | 'failed'
  /** One or two sentences: what came back and what to do. */
  answer: string
}

export type ArrivalsAnswer = { kind: 'counted'; arrivals: Arrivals } | ControlRefusal | ControlUnknown

/** Counters that begin at zero with every life of the system: only differences within one life mean anything. */
export interface Arrivals {
  instance: InstanceId
  /** UTC ms. */
  at: number
  /** Another one after each reload or restart. */
  life: string
  /** Requests since the life began; what is absent is unknown. */
  requests: Readonly<Record<TargetId, number>>
}

export type WriteAnswer = { kind: 'accepted' } | ControlRefusal | ControlUnknown

/** The system answered, or could not be reached before anything was sent: certainly nothing was changed. */
export interface ControlRefusal {
  kind: 'refused'
  cause: 'unreachable' | 'credentials' | 'busy' | 'conflict' | 'invalid'
  /** One sentence for a person, without secrets. */
  why: string
  /** When it asks to be tried again, ms. */
  retryAfterMs?: number
}

/** No answer, or none that can be read: it may have happened, may happen later, or never. */
export interface ControlUnknown {
  kind: 'unknown'
  why: string
}
