import { BREAKER_STATES_WORST_FIRST, isBreakerOpen, type BreakerState } from '#contract/services/breaker.ts'
import type { RegionId } from '#contract/ids.ts'
import type { BreakerReading } from '#bff/topology/facts.ts'
import { addRates, ratesOf } from './breaker-rates.ts'
import { TOLD_WITHIN_MS } from './command-book.ts'
import { sum, type CommandReading } from './command-reading.ts'
import { reasonOf } from './reason-in-words.ts'

/**
 * One breaker out of what its instances tell of it. Counts are brought to a second by each instance's own window and
 * added up; a percentile of several instances cannot be made of theirs, neither as a mean nor as a sum, so it is that of
 * the worst instance, who is named.
 */
export interface InstanceCommand {
  name: string
  region: RegionId | null
  instance: string
  reading: CommandReading
  /** When it was told, by our clock. */
  toldAt: number
}

export function aggregateBreakers(commands: readonly InstanceCommand[]): BreakerReading[] {
  const groups = new Map<string, InstanceCommand[]>()
  for (const command of commands) {
    const { name, region, reading } = command
    const key = [region ?? '', name, reading.group ?? '', reading.command].join('\n')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [command])
    else group.push(command)
  }
  return Array.from(groups.values(), (rows) => breakerOf(tellingAlike(rows)))
}

/**
 * An instance whose stream was lost adds nothing to those that go on telling; where all were lost the breaker stands as
 * they told it last, and ages.
 */
function tellingAlike(rows: readonly InstanceCommand[]): InstanceCommand[] {
  const newestAt = Math.max(...rows.map(({ toldAt }) => toldAt))
  return rows.filter(({ toldAt }) => newestAt - toldAt <= TOLD_WITHIN_MS)
}

function breakerOf(rows: readonly InstanceCommand[]): BreakerReading {
  const [first] = rows
  if (first === undefined) throw new RangeError('a breaker of no instance')
  const state = worstOf(rows.map(({ reading }) => reading.state))
  const openInstances = rows.filter(({ reading }) => isBreakerOpen(reading.state)).length
  const rates = addRates(rows.map(({ reading }) => ratesOf(reading)))
  const { thresholdPercent, group, command } = first.reading
  const windows = new Set(rows.map(({ reading }) => reading.windowMs))
  return {
    region: first.region,
    name: first.name,
    command,
    group,
    target: null,
    state,
    openInstances,
    instances: rows.length,
    ...rates,
    concurrency: sum(...rows.map(({ reading }) => reading.concurrency)),
    concurrencyLimit: wholeSum(rows.map(({ reading }) => reading.concurrencyLimit)),
    ...worstLatency(rows),
    reason: reasonOf({
      state,
      concerned: concernedBy(state, rows),
      instances: rows.length,
      rates,
      windowMs: windows.size === 1 ? first.reading.windowMs : NaN,
      thresholdPercent,
    }),
    observedAt: Math.max(...rows.map(observedAtOf)),
  }
}

/** An instance's clock may be ahead; nothing is newer than when it was told. */
export function observedAtOf({ reading, toldAt }: { reading: { at: number }; toldAt: number }): number {
  return Number.isNaN(reading.at) ? toldAt : Math.min(reading.at, toldAt)
}

function worstOf(states: readonly BreakerState[]): BreakerState {
  return BREAKER_STATES_WORST_FIRST.find((state) => states.includes(state)) ?? 'unknown'
}

function concernedBy(state: BreakerState, rows: readonly InstanceCommand[]): number {
  return rows.filter(({ reading }) => reading.state === state).length
}

/** A limit of some of the instances is no limit of all. */
function wholeSum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

const SLOWEST_FIRST = ['p99LatencyMs', 'p90LatencyMs', 'p50LatencyMs'] as const

/** All percentiles are those of one instance: that whose slowest calls are slowest. */
function worstLatency(
  rows: readonly InstanceCommand[],
): Pick<BreakerReading, (typeof SLOWEST_FIRST)[number] | 'worstInstance'> {
  const by = SLOWEST_FIRST.find((name) => rows.some(({ reading }) => !Number.isNaN(reading[name])))
  if (by === undefined) return { p50LatencyMs: NaN, p90LatencyMs: NaN, p99LatencyMs: NaN, worstInstance: null }
  const told = rows.filter(({ reading }) => !Number.isNaN(reading[by]))
  const worst = told.reduce((found, row) => (row.reading[by] > found.reading[by] ? row : found))
  const { p50LatencyMs, p90LatencyMs, p99LatencyMs } = worst.reading
  return { p50LatencyMs, p90LatencyMs, p99LatencyMs, worstInstance: worst.instance }
}
