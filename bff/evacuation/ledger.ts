import type { LedgerEntry, Run } from '#contract/evacuation/run.ts'
import { isLeftOut } from './excused.ts'
import { holdsWeights, isPlace } from './setting.ts'
import type { PlannedCall } from './planned-calls.ts'

/**
 * The ledger: one entry for each place a logical write changes, committed before the call. Entries of one call share
 * its key; an entry's own key has the segment behind it.
 */
export function callKeyOf(entry: Pick<LedgerEntry, 'key' | 'segment'>): string {
  return entry.key.slice(0, -(entry.segment.length + 1))
}

/**
 * The key under which this call is made. While a logical write has no certain end it is tried again under the same key;
 * once it was accepted, a repetition (a drifted value put back) is a write of its own, or a plane that honours keys would
 * answer from memory and do nothing.
 */
export function keyOfCall(run: Run, call: PlannedCall): string {
  const stem = stemOf(run, call)
  let generation = 0
  for (const entry of run.ledger) {
    if (!entry.key.startsWith(`${stem}.`)) continue
    const split = call.splits.find((each) => each.segment === entry.segment)
    const open = entry.state === 'intended' || entry.state === 'unknown' || entry.state === 'refused'
    const same = split !== undefined && holdsWeights(entry.weights, split.weights)
    const number = Number(callKeyOf(entry).slice(stem.length + 1))
    generation = Math.max(generation, open && same ? number : number + 1)
  }
  return `${stem}.${generation}`
}

function stemOf(run: Run, call: PlannedCall): string {
  const what = call.splits.map((split) => `${split.segment}=${Object.keys(split.weights).join('+')}`).join(',')
  return `${run.id}:${run.heading}:${run.step}:${call.plane}:${call.instance}:${what}`
}

/** The call is about to be made: its entries stand as intended. */
export function intend(run: Run, input: { call: PlannedCall; key: string; now: number }): Run {
  const { call, key, now } = input
  const earlier = run.ledger.filter((entry) => callKeyOf(entry) === key)
  const entries = call.splits.map((split): LedgerEntry => {
    const before = earlier.find((entry) => entry.segment === split.segment)
    return {
      key: `${key}/${split.segment}`,
      epoch: run.epoch,
      step: run.step,
      plane: call.plane,
      instance: call.instance,
      segment: split.segment,
      weights: split.weights,
      state: 'intended',
      intendedAt: now,
      answeredAt: null,
      attempts: (before?.attempts ?? 0) + 1,
      why: null,
    }
  })
  const others = { ...run, ledger: run.ledger.filter((entry) => callKeyOf(entry) !== key) }
  return enter(others, entries)
}

/** Adds entries; whatever stood at their places unconfirmed is superseded. */
export function enter(run: Run, entries: readonly LedgerEntry[]): Run {
  const rest = run.ledger.map((entry) =>
    isConfirmable(entry) && entries.some((each) => overlaps(each, entry)) ? superseded(entry) : entry,
  )
  return { ...run, ledger: [...rest, ...entries] }
}

function overlaps(one: LedgerEntry, other: LedgerEntry): boolean {
  if (!isPlace(one, other)) return false
  return Object.keys(one.weights).some((target) => other.weights[target] !== undefined)
}

function superseded(entry: LedgerEntry): LedgerEntry {
  return { ...entry, state: 'superseded' }
}

export function isOpen(entry: LedgerEntry): boolean {
  return entry.state === 'intended' || entry.state === 'unknown'
}

/** Some write's outcome is not known: nothing else may be written before it is, unless it is at a place left out. */
export function hasOpen(run: Run): boolean {
  return run.ledger.some((entry) => isOpen(entry) && !isLeftOut(run, entry))
}

export function answer(
  run: Run,
  input: { key: string; state: 'accepted' | 'refused' | 'unknown'; why: string | null; now: number },
): Run {
  return {
    ...run,
    ledger: run.ledger.map((entry) =>
      callKeyOf(entry) === input.key && entry.state !== 'superseded'
        ? { ...entry, state: input.state, why: input.why, answeredAt: input.now }
        : entry,
    ),
  }
}

/** What was read back says so. */
export function confirmWhere(run: Run, isRead: (entry: LedgerEntry) => boolean): Run {
  if (!run.ledger.some((entry) => isConfirmable(entry) && isRead(entry))) return run
  return {
    ...run,
    ledger: run.ledger.map((entry) =>
      isConfirmable(entry) && isRead(entry) ? { ...entry, state: 'confirmed' as const } : entry,
    ),
  }
}

function isConfirmable(entry: LedgerEntry): boolean {
  return entry.state === 'accepted' || isOpen(entry)
}

/** Read until it stood still, and it did not happen: it is open no more, and is tried again as what it is. */
export function concludeNotDone(run: Run, isRead: (entry: LedgerEntry) => boolean): Run {
  return {
    ...run,
    ledger: run.ledger.map((entry) =>
      isOpen(entry) && isRead(entry)
        ? { ...entry, state: 'refused' as const, why: 'read back: it did not happen' }
        : entry,
    ),
  }
}
