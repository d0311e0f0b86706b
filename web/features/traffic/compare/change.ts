import { CHANGES } from '#web/engine/engine-graph.ts'
import { UNKNOWN_FACTS, type Facts } from '#web/fleet/fleet.ts'
import type { Measure } from '../traffic-search.ts'

/**
 * What became of one thing between two moments. Volumes and latencies change by a ratio, failures by points of a
 * percent. Where one side is not known the change is not known either: it is never a zero. What was not there, or is
 * there no longer, has no change but that.
 */
export interface Change {
  presence: 'both' | 'new' | 'gone'
  now: Facts
  before: Facts
}

/** A side that was there, but of which a part is missing, is not known: the rest alone would look like a change. */
export interface Side {
  there: boolean
  facts: Facts
  isPartial?: boolean
}

export function changeBetween(now: Side, before: Side): Change {
  return {
    presence: now.there && !before.there ? 'new' : before.there && !now.there ? 'gone' : 'both',
    now: factsOf(now),
    before: factsOf(before),
  }
}

function factsOf({ there, facts, isPartial = false }: Side): Facts {
  const isKnown = there && !isPartial && facts.freshness !== 'unknown'
  return isKnown ? facts : { ...UNKNOWN_FACTS, freshness: facts.freshness, ageMs: facts.ageMs }
}

/** Share of the change of volume or latency (0.4: two fifths more), or of failures (0.02: two points); NaN: unknown. */
export function amountOf({ presence, now, before }: Change, measure: Measure): number {
  if (presence !== 'both') return NaN
  switch (measure) {
    case 'volume':
      return ratioOf(now.requestsPerSecond, before.requestsPerSecond)
    case 'errors':
      return now.errorShare - before.errorShare
    case 'latency':
      return ratioOf(now.p99LatencyMs, before.p99LatencyMs)
  }
}

/** Infinite where there was nothing before. */
function ratioOf(now: number, before: number): number {
  return now === 0 && before === 0 ? 0 : now / before - 1
}

/** From where on a change counts as small, clear, strong; the same upwards and downwards. */
export const STEPS: Record<Measure, readonly [number, number, number]> = {
  volume: [0.05, 0.2, 0.5],
  errors: [0.005, 0.02, 0.1],
  latency: [0.1, 0.3, 1],
}
const LEVELS = [1 / 3, 2 / 3, 1] as const

/** As the map is told it: −1 … 1 in steps that the legend names, or one of CHANGES; NaN: unknown. */
export function levelOf(change: Change, measure: Measure): number {
  if (change.presence === 'new') return CHANGES.appeared
  if (change.presence === 'gone') return CHANGES.vanished
  const amount = amountOf(change, measure)
  if (Number.isNaN(amount)) return NaN
  if (isChance(change, measure)) return 0
  return Math.sign(amount) * levelOfSize(mirrored(amount, measure), STEPS[measure])
}

/** A latency that halves has changed as much as one that doubles. */
function mirrored(amount: number, measure: Measure): number {
  return measure === 'latency' && amount < 0 ? -amount / (1 + amount) : Math.abs(amount)
}

function levelOfSize(size: number, steps: readonly number[]): number {
  // What lies on a step belongs to it, whatever rounding has made of it.
  const step = steps.findLastIndex((least) => size >= least * (1 - 1e-6))
  return LEVELS[step] ?? 0
}

/** A rate is counted over ten seconds at least; three times its scatter is no chance. */
const COUNTED_SECONDS = 10
const NO_CHANCE = 3

/** Few requests scatter: twelve instead of nine in ten seconds is no news, nor are two failures among them. */
function isChance({ now, before }: Change, measure: Measure): boolean {
  const [counted, countedBefore] = [now.requestsPerSecond * COUNTED_SECONDS, before.requestsPerSecond * COUNTED_SECONDS]
  // Where volumes are not known, what is told is believed.
  if (Number.isNaN(counted + countedBefore)) return false
  switch (measure) {
    case 'volume':
      return Math.abs(counted - countedBefore) <= NO_CHANCE * Math.sqrt(Math.max(counted, countedBefore))
    case 'errors': {
      const failed = (now.errorShare * counted + before.errorShare * countedBefore) / (counted + countedBefore)
      const scatter = Math.sqrt(Math.max(failed * (1 - failed), 0) * (1 / counted + 1 / countedBefore))
      return Math.abs(now.errorShare - before.errorShare) <= NO_CHANCE * scatter
    }
    case 'latency':
      return false
  }
}

/** Steps of the same size do not weigh the same: requests that fail are what people feel first. */
const MATTERS: Record<Measure, number> = { volume: 1, errors: 1.5, latency: 0.8 }

/** What came, went, or had nothing before counts as a change of so many doublings. */
const WITHOUT_AMOUNT = 3

/** How much it matters: what came or went first, then the size of the step by the order of magnitude of the volume. */
export function weightOf(change: Change, measure: Measure): number {
  const level = levelOf(change, measure)
  if (Number.isNaN(level)) return -1
  const requests = [change.now.requestsPerSecond, change.before.requestsPerSecond].filter((rate) => rate > 0)
  const size = Math.log10(10 + Math.max(0, ...requests))
  const amount = amountOf(change, measure)
  const fine = Number.isFinite(amount) ? Math.log2(1 + mirrored(amount, measure) / STEPS[measure][2]) : WITHOUT_AMOUNT
  return level === 0 ? 0 : (Math.min(Math.abs(level), 1.5) + fine) * size * MATTERS[measure]
}
