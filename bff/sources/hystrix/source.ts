import type { RegionId, SourceId } from '#contract/ids.ts'
import type { SourceProblem } from '#contract/source-status.ts'
import type { Clock } from '#bff/clock.ts'
import type { BreakerReading } from '#bff/topology/facts.ts'
import type { FeedReading, SourceReport } from '#bff/topology/report.ts'
import type { Timers } from '../poller.ts'
import type { KnownInstances } from '../remember-instances.ts'
import type { PollOutcome, TrafficSource } from '../source.ts'
import { aggregateBreakers } from './aggregate-breakers.ts'
import { chooseStreams } from './choose-streams.ts'
import { clusterBreaker } from './cluster-breakers.ts'
import { createClusterBook, createInstanceBook } from './command-book.ts'
import { examine } from './examine.ts'
import { configuredStreams, createInstanceList, type StreamAddress } from './instance-list.ts'
import { printableStream } from './refusal.ts'
import type { HystrixSettings, TurbineSettings } from './settings.ts'
import { createStreamSet, type StreamSet, type StreamTold } from './stream-set.ts'
import type { StreamSystem } from './stream-system.ts'
import { troublesOf } from './stream-troubles.ts'

interface Surroundings {
  id: SourceId
  regions: readonly RegionId[]
  clock: Clock
  /** ms, by a clock that never jumps. */
  steadyNow: () => number
  timers: Timers
  /** 0–1 */
  random: () => number
}

/** Each instance's own `hystrix.stream`, summed up here. `registry` is that of the settings, where they name one. */
export function createHystrixSource(
  input: Surroundings & { settings: HystrixSettings; registry: KnownInstances | null },
): TrafficSource {
  const { settings } = input
  const listInstances = createInstanceList(settings, input.registry)
  return createSource(input, {
    kind: 'hystrix',
    preset: 'instances',
    url:
      settings.registry === undefined
        ? firstUrlOf(settings.instances)
        : `${settings.path} of instances in ${settings.registry}`,
    periodMs: settings.period,
    async list(signal) {
      const listed = await listInstances({ signal })
      const { chosen, leftOut } = chooseStreams(listed.streams, settings.limits)
      return { streams: chosen, leftOut: [...listed.leftOut, ...leftOut] }
    },
    openSet: () => createStreamSet({ ...input, ...settings, createBook: createInstanceBook }),
    breakersOf: (told) =>
      aggregateBreakers(
        told.flatMap(({ address: { service, region, instance }, readings }) =>
          readings.map(({ reading, toldAt }) => ({ name: service, region, instance, reading, toldAt })),
        ),
      ),
  })
}

/** `turbine.stream`, of which percentiles cannot be believed. */
export function createTurbineSource(input: Surroundings & { settings: TurbineSettings }): TrafficSource {
  const { settings } = input
  const streams = configuredStreams(settings.clusters)
  return createSource(input, {
    kind: 'turbine',
    preset: 'clusters',
    url: firstUrlOf(settings.clusters),
    periodMs: settings.period,
    list: async () => ({ streams, leftOut: [] }),
    openSet: () => createStreamSet({ ...input, ...settings, createBook: createClusterBook }),
    breakersOf: (told) =>
      told.flatMap(({ address, readings }) => readings.map((reading) => clusterBreaker(address, reading))),
  })
}

/** A first look waits for so long for the streams to say something. */
const FIRST_WORD_MS = 3_000

function createSource<Reading extends { at: number }>(
  input: Surroundings,
  system: StreamSystem<Reading>,
): TrafficSource {
  const { id, clock } = input
  let set: StreamSet<Reading> | null = null
  return {
    id,
    kind: system.kind,
    tells: ['breakers'],
    preset: system.preset,
    url: system.url,
    periodMs: system.periodMs,
    regions: input.regions,
    async poll({ signal }) {
      const { streams, leftOut } = await system.list(signal)
      const isFirst = set === null
      set ??= system.openSet()
      set.follow(streams)
      if (isFirst) await set.firstWord({ limitMs: FIRST_WORD_MS, signal })
      return outcomeOf({ id, system, told: set.told(), leftOut, now: clock.now() })
    },
    backfill: () => NO_PAST,
    examine: ({ signal }) => examine({ id, system, clock, signal }),
    async close() {
      const ending = set
      set = null
      await ending?.close()
    },
  }
}

function outcomeOf<Reading extends { at: number }>(found: {
  id: SourceId
  system: StreamSystem<Reading>
  told: readonly StreamTold<Reading>[]
  leftOut: readonly string[]
  now: number
}): PollOutcome {
  const { id, system, told, now } = found
  const troubles = troublesOf(told, now)
  const problem = (message: string): SourceProblem => ({ asked: 'streams', message, at: now })
  if (told.length > 0 && troubles.allFailed !== null) return { kind: 'failed', problem: problem(troubles.allFailed) }
  const breakers = system.breakersOf(told)
  const report: SourceReport = {
    source: id,
    at: now,
    feeds: feedsOf(
      breakers,
      told.map(({ address }) => address),
      system.periodMs,
    ),
    edges: [],
    nodes: [],
    zones: [],
    business: [],
    // Without streams nothing is known, which is not that there are no breakers.
    facts: told.length === 0 ? {} : { breakers },
    problems: [...found.leftOut, ...troubles.messages].map(problem),
  }
  return { kind: 'answered', report }
}

function feedsOf(
  breakers: readonly BreakerReading[],
  addresses: readonly StreamAddress[],
  periodMs: number,
): FeedReading[] {
  const newest = new Map<RegionId, number>()
  for (const { region } of addresses) if (region !== null) newest.set(region, NaN)
  for (const { region, observedAt } of breakers) {
    const known = region === null ? NaN : (newest.get(region) ?? NaN)
    if (region !== null && !(observedAt <= known)) newest.set(region, observedAt)
  }
  return Array.from(newest, ([region, observedAt]) => ({ region, observedAt, periodMs }))
}

function firstUrlOf(rows: readonly { url: string }[]): string {
  const [first] = rows
  if (first === undefined) return ''
  return rows.length === 1 ? printableStream(first.url) : `${printableStream(first.url)} and ${rows.length - 1} more`
}

/** Streams tell only of now. */
const NO_PAST: AsyncIterable<SourceReport> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
