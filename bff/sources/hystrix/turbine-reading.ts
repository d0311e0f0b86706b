import { countsOfHystrix, type CommandCounts } from './command-reading.ts'
import { countOfWire, numberOfWire, type WireCommand } from './wire.ts'

/**
 * What can be believed of a cluster as Turbine tells it. Turbine keeps each host's last event and adds up every whole
 * number in it, whatever it means; what is no whole number becomes a text, or a count of how often each text was told.
 *
 * - Counters, calls under way and semaphores are right as sums.
 * - The length of the window is a sum too (Turbine 1) and is divided by the hosts; as a text (Turbine 2) it is its own.
 * - `currentTime` is a sum of clocks, of which the mean is a time.
 * - `errorPercentage` is a sum of shares: never read; the share is made of the counters.
 * - Percentiles are sums of percentiles. Divided they would be a mean of percentiles, which says nothing of any call:
 *   they are unknown.
 */
export interface TurbineReading {
  command: string
  group: string | null
  at: number
  hosts: HostStates
  windowMs: number
  counts: CommandCounts
  concurrency: number
  concurrencyLimit: number
}

/** How many hosts tell what; NaN where it cannot be made out. */
export interface HostStates {
  reporting: number
  open: number
  closed: number
  forcedOpen: number
  disabled: number
}

const DAY_MS = 86_400_000
const MOST_LIMIT = 1_000_000

export function readTurbineCommand(wire: WireCommand, now: number): TurbineReading {
  const reporting = hostsOf(wire)
  return {
    command: wire.name,
    group: wire.group === undefined || wire.group === null || wire.group === '' ? null : wire.group,
    at: meanTime(numberOfWire(wire.currentTime), reporting, now),
    hosts: {
      reporting,
      open: votes(wire.isCircuitBreakerOpen, reporting).true,
      closed: votes(wire.isCircuitBreakerOpen, reporting).false,
      forcedOpen: votes(wire.propertyValue_circuitBreakerForceOpen, reporting).true,
      disabled: votes(wire.propertyValue_circuitBreakerEnabled, reporting).false,
    },
    windowMs: meanOf(wire.propertyValue_metricsRollingStatisticalWindowInMilliseconds, reporting),
    counts: countsOfHystrix(wire).counts,
    concurrency: countOfWire(wire.currentConcurrentExecutionCount),
    concurrencyLimit: semaphoresOf(wire, reporting),
  }
}

function hostsOf(wire: WireCommand): number {
  const told = countOfWire(wire.reportingHosts)
  if (told > 0) return told
  // Where it is not told, every host has said whether its circuit is open.
  const { true: open, false: closed } = votes(wire.isCircuitBreakerOpen, NaN)
  return open + closed
}

/** A number is a sum over the hosts; a text is what all of them say. */
function meanOf(value: unknown, hosts: number): number {
  const mean = typeof value === 'number' ? value / hosts : numberOfWire(value)
  return mean > 0 ? mean : NaN
}

function meanTime(told: number, hosts: number, now: number): number {
  // Spring's Turbine leaves the time of one host.
  return [told / hosts, told].find((time) => Math.abs(time - now) < DAY_MS) ?? NaN
}

/** Pools are told of on their own and cannot be added to a command. */
function semaphoresOf(wire: WireCommand, hosts: number): number {
  const isSemaphore = votesOf(wire.propertyValue_executionIsolationStrategy, hosts).get('SEMAPHORE') === hosts
  if (!isSemaphore) return NaN
  const value = wire.propertyValue_executionIsolationSemaphoreMaxConcurrentRequests
  const limit = typeof value === 'number' ? value : numberOfWire(value) * hosts
  return limit > 0 && limit < MOST_LIMIT ? limit : NaN
}

function votes(value: unknown, hosts: number): { true: number; false: number } {
  const told = votesOf(value, hosts)
  if (told.size === 0) return { true: NaN, false: NaN }
  return { true: told.get('true') ?? 0, false: told.get('false') ?? 0 }
}

/** How many hosts said what: of `false`, `"false"`, `{"true":2,"false":3}`, or that as a text; empty for nothing. */
function votesOf(value: unknown, hosts: number): ReadonlyMap<string, number> {
  if (typeof value === 'boolean') return new Map([[String(value), hosts]])
  if (typeof value === 'string') {
    const text = value.trim()
    if (text === '') return NOTHING
    return text.startsWith('{') ? votesOf(parseJson(text), hosts) : new Map([[text, hosts]])
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOTHING
  const counted = Object.entries(value).map(([said, count]) => [said, countOfWire(count)] as const)
  return new Map(counted.filter(([, count]) => count >= 0))
}

const NOTHING: ReadonlyMap<string, number> = new Map()

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
