import type { Run } from '#contract/evacuation/run.ts'
import type { WriteAnswer } from '../control.ts'
import { touch } from '../books.ts'
import { positionOf } from '../goal.ts'
import { SYSTEM, tell } from '../journal.ts'
import { answer, intend, keyOfCall } from '../ledger.ts'
import type { Call, Effect, Machine, Outcome, Surroundings } from '../machine.ts'
import type { PlannedCall } from '../planned-calls.ts'
import { brokenCore } from '../rules/evaluate-rules.ts'
import { describeWeights, holdsWeights, mergeWeights, type Setting, weightsIn } from '../setting.ts'
import { pauseBySystem } from '../transitions.ts'

/**
 * Makes the step's calls: an instance's one after the other, several instances at once. Each is intended in the ledger
 * first. A definite refusal that may pass is tried again a few times; an outcome that is not known is never tried again
 * before it is.
 */
export function newCall(run: Run, call: PlannedCall): Call {
  const key = keyOfCall(run, call)
  return { key, call, state: 'waiting', tries: 0, firstAt: NaN, notBefore: -Infinity, why: null, cause: null }
}

export function issueCalls(machine: Machine, around: Surroundings): Outcome {
  let current = machine
  const effects: Effect[] = []
  const held = new Set<string>()
  let open = machine.memory.calls.filter((each) => each.state === 'open').length
  for (const call of machine.memory.calls) {
    const where = `${call.call.plane} ${call.call.instance}`
    if (held.has(where) || call.state === 'accepted') continue
    held.add(where)
    if (call.state !== 'waiting' || call.notBefore > around.steady || open >= around.settings.parallelWrites) continue
    if (call.call.lowers && !isRaisedBefore(current, call)) continue
    const core = coreAfter(current, call.call, around)
    if (core !== null) return { machine: pauseBySystem(current, 'guard', core, around), effects }
    current = markOpen(current, call, around)
    effects.push({ kind: 'write', key: call.key, plane: call.call.plane, intent: intentOf(current, call, around) })
    open += 1
  }
  return { machine: current, effects }
}

/** Everything given on this instance so far has been read back since. */
export function isRaisedBefore({ memory }: Machine, call: Call): boolean {
  const book = memory.books.find((each) => each.plane === call.call.plane && each.instance === call.call.instance)
  const given = memory.calls.filter((each) => each.state === 'accepted' && isSameInstance(each, call))
  if (given.length === 0) return true
  const reading = book?.reading
  if (book === undefined || reading === null || reading === undefined || book.readAt < book.touchedAt) return false
  return given.every((each) =>
    each.call.splits.every((split) => holdsWeights(weightsIn(reading, split.segment) ?? {}, split.weights)),
  )
}

/** Instances on which something was given and what it is taken from waits for the read-back. */
export function awaitsReadBack(memory: Machine['memory'], book: { plane: string; instance: string }): boolean {
  const at = memory.calls.filter((each) => each.call.plane === book.plane && each.call.instance === book.instance)
  return at.some((each) => each.state === 'accepted') && at.some((each) => each.state === 'waiting' && each.call.lowers)
}

/** What stands there now with this call laid upon it, judged by the invariant nobody may override. */
function coreAfter(machine: Machine, call: PlannedCall, around: Surroundings): string | null {
  const { run, memory } = machine
  const book = memory.books.find((each) => each.plane === call.plane && each.instance === call.instance)
  const made = memory.calls.filter(
    (each) => each.state === 'accepted' && each.call.plane === call.plane && each.call.instance === call.instance,
  )
  const after = call.splits.map(({ segment, weights }): Setting => {
    const under = book?.reading === null || book === undefined ? {} : (weightsIn(book.reading, segment) ?? {})
    const layers = made.flatMap((each) => each.call.splits.filter((split) => split.segment === segment))
    const now = layers.reduce((sum, split) => mergeWeights(sum, split.weights), under)
    return { plane: call.plane, instance: call.instance, segment, weights: mergeWeights(now, weights) }
  })
  const context = { run, around, books: memory.books, moved: memory.moved, lastWriteAt: memory.lastWriteAt }
  return brokenCore(memory.before, after, context)?.says ?? null
}

function markOpen({ run, memory }: Machine, call: Call, around: Surroundings): Machine {
  const opened: Call = {
    ...call,
    state: 'open',
    tries: call.tries + 1,
    firstAt: Number.isNaN(call.firstAt) ? around.steady : call.firstAt,
  }
  const next = {
    ...memory,
    calls: memory.calls.map((each) => (each === call ? opened : each)),
    lastWriteAt: around.steady,
  }
  return {
    run: intend(run, { call: call.call, key: call.key, now: around.now }),
    memory: touch(next, call.call, around.steady),
  }
}

function intentOf({ run, memory }: Machine, { key, call }: Call, around: Surroundings) {
  const descriptor = around.descriptors.find((each) => each.id === call.plane)
  const book = memory.books.find((each) => each.plane === call.plane && each.instance === call.instance)
  const first = memory.calls.find((each) => each.call.plane === call.plane && each.call.instance === call.instance)
  const revision = descriptor?.compareAndSet === true && first?.call === call ? book?.reading?.revision : undefined
  return {
    instance: call.instance,
    splits: call.splits,
    key,
    mark: { planId: run.plan.id, epoch: run.epoch, step: positionOf(run) },
    ...(revision === undefined ? {} : { revision }),
  }
}

export function noteAnswer(machine: Machine, key: string, said: WriteAnswer, around: Surroundings): Machine {
  const { run, memory } = machine
  const call = memory.calls.find((each) => each.key === key && each.state === 'open')
  if (call === undefined) return machine
  const next = answered(call, said, around)
  const state = said.kind
  const why = said.kind === 'accepted' ? null : said.why
  const noted = answer(run, { key, state, why, now: around.now })
  const says = `${call.call.splits.map((split) => `${split.segment}: ${describeWeights(split.weights)}`).join('; ')}${why === null ? '' : `: ${state}, ${why}`}`
  const who = `${call.call.plane}/${call.call.instance}`
  return {
    run: tell(noted, { at: around.now, who, kind: said.kind === 'accepted' ? 'wrote' : 'refused', says }),
    memory: touch(
      { ...memory, calls: memory.calls.map((each) => (each === call ? next : each)) },
      call.call,
      around.steady,
    ),
  }
}

function answered(call: Call, said: WriteAnswer, around: Surroundings): Call {
  if (said.kind === 'accepted') return { ...call, state: 'accepted', why: null }
  if (said.kind === 'unknown') return { ...call, state: 'unknown', why: said.why }
  const { tries, withinMs, pauseMs } = around.settings.retry
  const backOff = pauseMs * 2 ** (call.tries - 1) * (0.5 + around.jitter)
  const notBefore = around.steady + Math.max(said.retryAfterMs ?? 0, backOff)
  const mayPass = said.cause === 'busy' || said.cause === 'unreachable'
  const again = mayPass && call.tries < tries && notBefore - call.firstAt <= withinMs
  return { ...call, state: again ? 'waiting' : 'given-up', notBefore, why: said.why, cause: said.cause }
}

/** Nothing more will come of the calls by themselves. */
export function areSettled(calls: readonly Call[]): boolean {
  return calls.every((each) => each.state !== 'open' && (each.state !== 'waiting' || isBehindGivenUp(each, calls)))
}

export function isBehindGivenUp(call: Call, calls: readonly Call[]): boolean {
  return calls.some((each) => each.state === 'given-up' && isSameInstance(each, call))
}

function isSameInstance(one: Pick<Call, 'call'>, other: Pick<Call, 'call'>): boolean {
  return one.call.plane === other.call.plane && one.call.instance === other.call.instance
}

export function sayStragglers(machine: Machine, names: readonly string[], around: Surroundings): Machine {
  if (names.length === 0) return machine
  const says = `did not take the step and are watched: ${names.join(', ')}`
  return { ...machine, run: tell(machine.run, { at: around.now, who: SYSTEM, kind: 'note', says }) }
}
