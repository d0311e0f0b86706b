import type { RunVerb } from '#contract/evacuation/allowed.ts'
import type { InstanceReading, PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { HookStep, ScaleStep } from '#contract/evacuation/plan.ts'
import type { Phase, Run } from '#contract/evacuation/run.ts'
import type { ReadAnswer, WriteAnswer, WriteIntent } from './control.ts'
import type { PlannedCall } from './planned-calls.ts'
import type { FleetObservation, HookAnswer, ProbeObservation } from './ports.ts'
import type { Setting } from './setting.ts'
import type { EvacuationSettings } from './settings.ts'

/**
 * The state machine's words. A machine is the run, which is stored, and a memory, which is not: whoever loses it begins
 * anew by reading the planes. `advance` takes a machine and one input to the next machine and what is to be done; it is
 * done only after the new run has been committed.
 */
export interface Machine {
  run: Run
  memory: Memory
}

/** All instants here are of the steady clock. */
export interface Memory {
  stageAt: number
  stepAt: number
  books: readonly InstanceBook[]
  /** The calls of this step in order, an instance's one after the other. */
  calls: readonly Call[]
  /** What the places were believed to say when the step began to write. */
  before: readonly Setting[]
  /** The same places as they said when the step was judged: what differs from it later, and from the goal, is others' work. */
  found: readonly Setting[]
  /** When the step's settings had been read back. */
  readBackAt: number
  sharesAt: number
  /** Shares of demand moved lately. */
  moved: readonly { at: number; share: number }[]
  lastWriteAt: number
  /** As it was before the step's first write. */
  baseline: FleetObservation | null
  business: readonly { at: number; value: number }[]
  /** How often in succession a guard was broken, by its id. */
  broken: Readonly<Record<string, number>>
  /** The newest sample the guards have judged. UTC ms. */
  judgedAt: number
  telemetryLostSince: number | null
  /** Samples in succession in which all witnesses agreed, or one did not. */
  agreed: number
  differed: number
  /** The newest word of a witness that differed: said again it is no second one. UTC ms. */
  differedAt: number
  /** When the present step's hold began; retrying a straggler does not begin it again. */
  heldSince: number | null
  reconcile: Reconciliation | null
  asked: { hook: number | null; ready: number | null; answer: HookAnswer | null; instances: readonly number[] | null }
  /** Rules this attempt may break: those that failed when they were named. */
  covered: readonly string[]
  /** The attempt was told to put back what others changed. */
  reasserts: boolean
  /** The change by others that was told last. */
  drift: string | null
  /** The last reminder that nobody has acknowledged a break-glass start. */
  alarmedAt: number
}

export interface InstanceBook {
  plane: string
  instance: string
  reading: InstanceReading | null
  /** When the reading was asked for: it tells nothing of what was done later. */
  readAt: number
  tookMs: number
  /** Why the last attempt brought nothing, when it was made, and since when none has. */
  failure: { why: string; at: number; since: number } | null
  /** Asked and not answered since. */
  askedAt: number | null
  /** The readings have said the same from then to `readAt`. */
  sameSince: number
  /** When a write to it was last begun or answered: earlier readings are of before. */
  touchedAt: number
}

export interface Call {
  key: string
  call: PlannedCall
  state: 'waiting' | 'open' | 'accepted' | 'given-up' | 'unknown'
  tries: number
  firstAt: number
  notBefore: number
  why: string | null
  cause: string | null
}

export interface Reconciliation {
  since: number
  tries: number
  /** The phase it goes on to. */
  onward: Extract<Phase, 'running' | 'rolling-back' | 'paused' | 'evacuated'>
}

export type Input =
  | { kind: 'tick' }
  | { kind: 'read'; plane: string; instance: string; askedAt: number; answer: ReadAnswer }
  | { kind: 'wrote'; key: string; answer: WriteAnswer }
  | { kind: 'hooked'; step: number; answer: HookAnswer }
  | { kind: 'readied'; step: number; instances: readonly number[] }
  | { kind: 'told'; told: Told }

/** A person's word in a live run. */
export interface Told {
  verb: Extract<
    RunVerb,
    | 'acknowledge'
    | 'pause'
    | 'resume'
    | 'hold'
    | 'roll-back'
    | 'agree'
    | 'leave-out'
    | 'reassert'
    | 'adopt'
    | 'confirm-hook'
    | 'skip-hook'
    | 'take-over'
  >
  by: string
  reason?: string
  /** Rules by id the person breaks, with the reason; at least 15 characters. */
  overrides?: readonly string[]
  /** Of `leave-out`: what it goes on without. */
  places?: readonly Pick<InstanceBook, 'plane' | 'instance'>[]
}

export type Effect =
  | { kind: 'read'; plane: string; instance: string }
  | { kind: 'write'; key: string; plane: string; intent: WriteIntent }
  | { kind: 'hook'; step: HookStep; index: number; key: string }
  | { kind: 'ready'; needs: ScaleStep['needs']; index: number }

export interface Surroundings {
  /** UTC ms, may jump. */
  now: number
  /** Never goes back. */
  steady: number
  /** 0–1, for pauses between tries. */
  jitter: number
  descriptors: readonly PlaneDescriptor[]
  fleet: FleetObservation
  probes: ProbeObservation
  settings: EvacuationSettings
  /** Other runs that are not final. */
  others: readonly Run[]
}

export interface Outcome {
  machine: Machine
  effects: readonly Effect[]
}

export function freshMemory(descriptors: readonly PlaneDescriptor[], steady: number): Memory {
  return {
    stageAt: steady,
    stepAt: steady,
    books: descriptors.flatMap((each) => each.instances.map((instance) => emptyBook(each.id, instance))),
    calls: [],
    before: [],
    found: [],
    readBackAt: steady,
    sharesAt: -Infinity,
    moved: [],
    lastWriteAt: -Infinity,
    baseline: null,
    business: [],
    broken: {},
    judgedAt: NaN,
    telemetryLostSince: null,
    agreed: 0,
    differed: 0,
    differedAt: -Infinity,
    heldSince: null,
    reconcile: null,
    asked: { hook: null, ready: null, answer: null, instances: null },
    covered: [],
    reasserts: false,
    drift: null,
    alarmedAt: -Infinity,
  }
}

function emptyBook(plane: string, instance: string): InstanceBook {
  return {
    plane,
    instance,
    reading: null,
    readAt: -Infinity,
    tookMs: 0,
    failure: null,
    askedAt: null,
    sameSince: -Infinity,
    touchedAt: -Infinity,
  }
}

export const WRITING_PHASES: readonly Phase[] = ['running', 'rolling-back']

export function writes(run: Run): boolean {
  return WRITING_PHASES.includes(run.phase)
}
