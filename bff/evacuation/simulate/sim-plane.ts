import type { InstanceReading, PlaneDescriptor, Weights } from '#contract/evacuation/plane.ts'
import type { Control, ReadAnswer, WriteAnswer, WriteIntent } from '../control.ts'
import { mergeWeights } from '../setting.ts'
import type { WriteFault } from './fault-kinds.ts'

/** One simulated plane: what it truly does, what it says it does, and everything that can go wrong in between. */
export interface SimPlane {
  descriptor: PlaneDescriptor
  instances: readonly SimInstance[]
  /** As one process sees it: answers reach only who is alive and awake. */
  controlFor(process: SimProcess): Control
  /** Somebody else sets a segment of an instance. */
  writeAsStranger(instance: SimInstance, segment: string, weights: Weights): void
}

export interface SimInstance {
  id: string
  /** What acts. */
  truth: Record<string, Weights>
  /** What it claims instead, while it lies. */
  claims: Record<string, Weights>
  /** What its configuration file says: what a reload brings back. */
  configured: Record<string, Weights>
  revision: number
  mark: { epoch: number; step: number } | null
  keys: Set<string>
  /** Somebody else, or a late or partial write, has touched it since our last certain one; steady ms. */
  strangeSince: number | null
  /** What it does has not been what it was told since then. */
  hasLied: boolean
  /** Answers nobody: neither us nor users, whom the others serve. */
  isDown: boolean
}

/** Who calls: answers are delivered through it, so that a crash loses them and a freeze delays them. */
export interface SimProcess {
  name: string
  deliver(run: () => void): void
  crash(): void
  isAlive(): boolean
}

export interface PlaneWorld {
  at(steady: number, run: () => void): void
  steady(): number
  now(): number
  /** 0 ≤ x < 1. */
  chance(): number
  whole(least: number, most: number): number
  /** What happens to this write, and to whether this instance can be read. */
  faultOfWrite(plane: string, instance: string): WriteFault | null
  isUnreadable(plane: string, instance: string): boolean
  onCall(process: SimProcess, plane: PlaneDescriptor, intent: WriteIntent): void
  onApplied(
    plane: PlaneDescriptor,
    instance: SimInstance,
    intent: WriteIntent,
    how: 'at-once' | 'late' | 'partial',
  ): void
  onStrange(plane: PlaneDescriptor, instance: SimInstance): void
  onAnswered(plane: PlaneDescriptor, intent: WriteIntent, answer: WriteAnswer | null): void
  onRead(plane: PlaneDescriptor, instance: SimInstance): void
}

export function createSimPlane(
  descriptor: PlaneDescriptor,
  start: Record<string, Weights>,
  world: PlaneWorld,
): SimPlane {
  const instances = descriptor.instances.map((id): SimInstance => ({
    id,
    truth: { ...start },
    claims: {},
    configured: { ...start },
    revision: 1,
    mark: null,
    keys: new Set(),
    strangeSince: null,
    hasLied: false,
    isDown: false,
  }))
  const plane: SimPlane = {
    descriptor,
    instances,
    controlFor: (process) => ({
      descriptor,
      read: (instance) => readFrom({ plane, instance: find(instances, instance), process, world }),
      write: (intent) => writeTo({ plane, instance: find(instances, intent.instance), process, world, intent }),
      byHand: () => 'true',
      readByHand: () => 'true',
      close: () => Promise.resolve(),
    }),
    writeAsStranger(instance, segment, weights) {
      instance.truth[segment] = weights
      delete instance.claims[segment]
      instance.revision += 1
      instance.strangeSince = world.steady()
      world.onStrange(descriptor, instance)
    },
  }
  return plane
}

function find(instances: readonly SimInstance[], id: string): SimInstance {
  const found = instances.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no instance ${id}`)
  return found
}

interface Asked {
  plane: SimPlane
  instance: SimInstance
  process: SimProcess
  world: PlaneWorld
}

function readFrom({ plane, instance, process, world }: Asked): Promise<ReadAnswer> {
  return new Promise((answer) => {
    if (instance.isDown || world.isUnreadable(plane.descriptor.id, instance.id)) return
    world.at(world.steady() + world.whole(5, 40), () => {
      world.onRead(plane.descriptor, instance)
      const reading = readingOf(instance, world)
      process.deliver(() => answer({ kind: 'read', reading }))
    })
  })
}

function readingOf(instance: SimInstance, world: PlaneWorld): InstanceReading {
  const segments = Object.keys(instance.truth).map((segment) => ({
    segment,
    weights: instance.claims[segment] ?? instance.truth[segment] ?? {},
  }))
  return { instance: instance.id, at: world.now(), segments, revision: String(instance.revision) }
}

const LATE = { least: 2200, most: 4500 }
const LIES_FOR_MS = 40_000
const VERY_LATE = { least: 8000, most: 20_000 }

function writeTo(asked: Asked & { intent: WriteIntent }): Promise<WriteAnswer> {
  const { plane, instance, process, world, intent } = asked
  world.onCall(process, plane.descriptor, intent)
  const fault = instance.isDown ? 'unreachable' : world.faultOfWrite(plane.descriptor.id, instance.id)
  const takes = world.whole(10, 60)
  return new Promise((resolve) => {
    suffer(fault, asked, {
      takes,
      answer(said, afterMs) {
        world.at(world.steady() + afterMs, () => {
          world.onAnswered(plane.descriptor, intent, said)
          if (said !== null) process.deliver(() => resolve(said))
        })
      },
      applyAfter: (ms, how) => world.at(world.steady() + ms, () => void apply(asked, how)),
    })
  })
}

interface Suffering {
  takes: number
  answer(said: WriteAnswer | null, afterMs: number): void
  applyAfter(ms: number, how: 'at-once' | 'late'): void
}

function suffer(
  fault: WriteFault | null,
  asked: Asked & { intent: WriteIntent },
  { takes, answer, applyAfter }: Suffering,
): void {
  const { world, process } = asked
  switch (fault) {
    case null:
    case 'revert':
    case 'crash-after-call':
    case 'slow':
      return world.at(world.steady() + takes, () => {
        const said = apply(asked, 'at-once')
        if (fault === 'revert') world.at(world.steady() + world.whole(1500, 20_000), () => reload(asked))
        if (fault === 'crash-after-call') return process.crash()
        answer(said, fault === 'slow' ? world.whole(1000, 1900) : takes)
      })
    case 'late-apply':
      applyAfter(world.whole(LATE.least, LATE.most), 'late')
      return answer(null, takes)
    case 'very-late-apply':
      applyAfter(world.whole(VERY_LATE.least, VERY_LATE.most), 'late')
      return answer(null, takes)
    case 'lost-reply':
      applyAfter(takes, 'at-once')
      return answer(null, takes)
    case 'lost-request':
      return answer(null, takes)
    case 'partial':
      world.at(world.steady() + takes, () => applyPart(asked))
      return answer(world.chance() < 0.5 ? { kind: 'unknown', why: 'the connection broke' } : null, takes)
    case 'busy':
      return answer({ kind: 'refused', cause: 'busy', why: 'rate limit', retryAfterMs: world.whole(200, 2500) }, takes)
    case 'unreachable':
      return answer({ kind: 'refused', cause: 'unreachable', why: 'connection refused' }, takes)
    case 'credentials':
      return answer({ kind: 'refused', cause: 'credentials', why: 'the credentials have expired' }, takes)
    case 'lie':
      lie(asked)
      return answer({ kind: 'accepted' }, takes)
    case 'ignored':
      return answer({ kind: 'accepted' }, takes)
    case 'crash-before-call':
      return process.crash()
  }
}

/** It claims what was asked for and does what it did; found out by itself in the end. */
function lie({ instance, world, intent }: Asked & { intent: WriteIntent }): void {
  instance.hasLied = true
  for (const split of intent.splits) {
    const said = instance.claims[split.segment] ?? instance.truth[split.segment] ?? {}
    instance.claims[split.segment] = mergeWeights(said, split.weights)
  }
  world.at(world.steady() + LIES_FOR_MS, () => {
    instance.claims = {}
  })
}

/** Fences, revisions and keys are the plane's own; what passes them is set. */
function apply(
  { plane, instance, world, intent }: Asked & { intent: WriteIntent },
  how: 'at-once' | 'late',
): WriteAnswer {
  const { mark } = intent
  if (plane.descriptor.metadataSlot && instance.mark !== null && isOlder(mark, instance.mark)) {
    return { kind: 'refused', cause: 'conflict', why: 'a later write stands there' }
  }
  if (intent.revision !== undefined && intent.revision !== String(instance.revision)) {
    return { kind: 'refused', cause: 'conflict', why: 'it was changed in between' }
  }
  if (instance.keys.has(intent.key)) return { kind: 'accepted' }
  instance.keys.add(intent.key)
  instance.mark = { epoch: mark.epoch, step: mark.step }
  instance.revision += 1
  for (const split of intent.splits) {
    instance.truth[split.segment] = mergeWeights(instance.truth[split.segment] ?? {}, split.weights)
    delete instance.claims[split.segment]
  }
  world.onApplied(plane.descriptor, instance, intent, how)
  return { kind: 'accepted' }
}

function isOlder(one: { epoch: number; step: number }, other: { epoch: number; step: number }): boolean {
  return one.epoch < other.epoch || (one.epoch === other.epoch && one.step < other.step)
}

/** Only the first of several segments is set: a batch without atomicity broke off. */
function applyPart({ plane, instance, world, intent }: Asked & { intent: WriteIntent }): void {
  const first = intent.splits[0]
  if (first === undefined || intent.splits.length < 2) return
  instance.truth[first.segment] = mergeWeights(instance.truth[first.segment] ?? {}, first.weights)
  instance.revision += 1
  world.onApplied(plane.descriptor, instance, intent, 'partial')
}

/** A reload brings the configuration file's weights back, and says nothing. */
function reload({ plane, instance }: Asked): void {
  for (const segment of Object.keys(instance.configured)) {
    plane.writeAsStranger(instance, segment, instance.configured[segment] ?? {})
  }
}
