import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { isLeftOut } from '../excused.ts'
import { judgeCall } from './invariants-of-calls.ts'
import { judgeCommit } from './invariants-of-commits.ts'
import { ceilingsOf, finalOf } from './plan-facts.ts'
import type { SimInstance } from './sim-plane.ts'
import { sharesOf } from './sim-plan.ts'
import { broken, type WatchedCall, type WatcherInput, type Watching } from './watching.ts'

/**
 * What must hold whatever happens, judged after each event from outside: by what was really called, stored and set, never
 * by what the controller thinks of it. A sentence here is a promise to the person on call.
 */
export interface Watcher {
  violations: string[]
  onCommit(before: Run, after: Run): void
  onCall(call: WatchedCall): void
  onApplied(plane: PlaneDescriptor, instance: SimInstance, how: 'at-once' | 'late' | 'partial'): void
  onAnswered(key: string, isKnown: boolean): void
  onRead(instance: SimInstance): void
  /** A person's word that allows writing. */
  onClick(verb: string, epoch: number): void
  onBegun(): void
  /** Nobody is awake to notice anything. */
  onAsleep(): void
  onPauseHeard(): void
  /** Approved by another person, unexpired, with a fresh step-up; or a break-glass. */
  onLegitimateStart(): void
  onEvent(run: Run | undefined): void
}

export function createWatcher(input: WatcherInput): Watcher {
  const ceilings = ceilingsOf(input.setup)
  const watching = nothingSeen(input)
  return {
    violations: watching.violations,
    onCommit: (before, after) => judgeCommit(watching, before, after),
    onCall: (call) => judgeCall(watching, call),
    onApplied(plane, instance, how) {
      if (how !== 'at-once') instance.strangeSince = input.steady()
      if (instance.strangeSince === null && !instance.hasLied) judgeCeilings(watching, ceilings, plane, instance)
    },
    onAnswered(key, isKnown) {
      const place = placeOfKey(key)
      if (isKnown) watching.unknown.delete(place)
      else watching.unknown.set(place, input.steady())
    },
    onRead(instance) {
      // What it hides behind a lie nobody can have read.
      if (instance.strangeSince === null) return
      if (Object.keys(instance.claims).length === 0) watching.readSince.add(instance)
      else watching.readSince.delete(instance)
    },
    onClick(verb, epoch) {
      watching.allowed.add(epoch)
      watching.isPaused = false
      if (verb === 'override' || verb === 'leave-out') watching.mayLeaveOut = true
      if (verb === 'override') watching.putsBack.add(epoch)
    },
    onBegun() {
      watching.isPaused = false
      watching.driftingSince = null
      watching.muteSince = null
    },
    onAsleep() {
      watching.driftingSince = null
      watching.muteSince = null
    },
    onPauseHeard() {
      watching.isPaused = true
    },
    onLegitimateStart() {
      watching.isLegitimate = true
    },
    onEvent(run) {
      judgeDrift(watching, run)
      judgeSilence(watching, run)
    },
  }
}

function nothingSeen(input: WatcherInput): Watching {
  return {
    ...input,
    violations: [],
    contents: new Map(),
    unknown: new Map(),
    readSince: new Set(),
    isLegitimate: false,
    allowed: new Set(),
    isPaused: false,
    putsBack: new Set(),
    driftingSince: null,
    muteSince: null,
    mayLeaveOut: false,
  }
}

/** `run:heading:step:plane:instance:…`. */
function placeOfKey(key: string): string {
  return key.split(':').slice(3, 5).join('/')
}

/** No savior gets more than the most any position of the plan gives it, unless others were at work there. */
function judgeCeilings(
  watching: Watching,
  ceilings: ReadonlyMap<string, number>,
  plane: PlaneDescriptor,
  instance: SimInstance,
): void {
  for (const segment in instance.truth) {
    const shares = sharesOf(instance.truth[segment] ?? {})
    for (const region of watching.setup.regions) {
      if (region === watching.setup.victim) continue
      const most = (ceilings.get(`${plane.id} ${region}`) ?? 1) + 0.01
      const share = shares[region] ?? 0
      if (share > most)
        broken(
          watching,
          `${plane.id}/${instance.id} sends ${share.toFixed(3)} to ${region}, the plan at most ${most.toFixed(3)}`,
        )
    }
  }
}

function judgeDrift(watching: Watching, run: Run | undefined): void {
  if (run === undefined || run.phase !== 'evacuated' || !isDrifting(watching, run)) {
    watching.driftingSince = null
    return
  }
  watching.driftingSince ??= watching.steady()
  if (run.pause?.cause === 'drift' || watching.steady() - watching.driftingSince <= watching.driftMs) return
  broken(watching, 'a change by others stayed unnoticed in an evacuated region')
}

/** Whether users are sent back is not known while a place cannot be read: somebody is told. */
function judgeSilence(watching: Watching, run: Run | undefined): void {
  const isMute =
    run?.phase === 'evacuated' &&
    run.pause === null &&
    run.planes.some((each) => each.kind === 'unread' && !isLeftOut(run, each))
  watching.muteSince = isMute ? (watching.muteSince ?? watching.steady()) : null
  if (watching.muteSince === null || watching.steady() - watching.muteSince <= 2 * watching.driftMs) return
  broken(watching, 'a place of an evacuated region could not be read, and nobody was told')
}

/** Only what a plane does not hide can be noticed; one that cannot be read is shown as such. */
function isDrifting({ planes, setup }: Watching, run: Run): boolean {
  return planes.some((plane) =>
    plane.instances.some((instance) =>
      Object.keys(instance.truth).some((segment) => {
        const unread = run.planes.some(
          (each) => each.kind === 'unread' && each.plane === plane.descriptor.id && each.instance === instance.id,
        )
        if (unread || instance.claims[segment] !== undefined) return false
        const now = instance.truth[segment] ?? {}
        const wanted = finalOf(run, setup, { plane: plane.descriptor.id, instance: instance.id, segment })
        return Object.keys(wanted).some((target) => wanted[target] !== now[target])
      }),
    ),
  )
}
