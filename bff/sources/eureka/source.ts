import { setImmediate as letOthersRun, setTimeout as waitFor } from 'node:timers/promises'
import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { FeedReading, SourceReport } from '#bff/topology/report.ts'
import type { TrafficSource } from '../source.ts'
import { assembleRegistry, type AssembledRegistry } from './assemble-report.ts'
import { createEurekaClient } from './client.ts'
import { examine } from './examine.ts'
import { createPlaceOf } from './place-of.ts'
import { createRegistryReader } from './registry-reader.ts'
import { setInstanceStatus, type Wait } from './set-instance-status.ts'
import type { EurekaSettings } from './settings.ts'
import { createLossGuard } from './sudden-loss.ts'

/** A Eureka registry: every instance with its state, zone and version, and a way to take one out of service. */
export function createEurekaSource(input: {
  id: SourceId
  settings: EurekaSettings
  regions: readonly RegionId[]
  /** What else data may call a region. */
  regionAliases: ReadonlyMap<string, RegionId>
  clock: Clock
  wait?: Wait
}): TrafficSource {
  const { id, settings, clock, wait = patiently } = input
  const client = createEurekaClient(settings)
  const reader = createRegistryReader(client, settings)
  const placeOf = createPlaceOf(input)
  const guard = createLossGuard()
  const ages = createAges(toldEveryMs(settings))
  return {
    id,
    kind: 'eureka',
    tells: ['instances'],
    preset: settings.delta ? 'delta' : 'whole',
    url: `${settings.url.replace(/\/+$/, '')}${settings.prefix}`,
    link: settings.url,
    periodMs: settings.period,
    regions: settings.region === undefined ? input.regions : [settings.region],
    async poll({ signal }) {
      const answer = await reader.read({ signal, now: () => clock.now() })
      if (answer.kind === 'failed') {
        const { message, retryAfterMs } = answer.failure
        const problem = { asked: 'instances', message, at: clock.now() }
        return { kind: 'failed', problem, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
      }
      const servedAtMs = Number.isNaN(answer.servedAtMs) ? clock.now() : answer.servedAtMs
      // Tens of thousands of instances are read in one go; what is made of them is another.
      await letOthersRun()
      const assembled = assembleRegistry({ id, settings, placeOf, list: answer.value, servedAtMs })
      const heldBack = guard.judge({ count: assembled.instances.length, at: servedAtMs })
      if (heldBack === null) ages.told(assembled)
      const problems =
        heldBack === null ? assembled.problems : [{ asked: 'instances', message: heldBack, at: Math.round(servedAtMs) }]
      const report: SourceReport = {
        source: id,
        at: servedAtMs,
        feeds: ages.feeds(),
        edges: [],
        nodes: [],
        zones: [],
        business: [],
        ...(heldBack === null ? { facts: { instances: assembled.instances } } : {}),
        problems,
      }
      return { kind: 'answered', report }
    },
    backfill: () => NO_PAST,
    examine: ({ signal }) => examine({ id, settings, placeOf, client, clock, regions: input.regions }, signal),
    ...(settings.actions ? { setInstanceStatus: (order) => setInstanceStatus({ client, clock, wait, order }) } : {}),
  }
}

/**
 * The server's cache and our own period add up: what is shown is as old as both together at most, and live up to half as
 * long again.
 */
function toldEveryMs({ period, cache }: EurekaSettings): number {
  return Math.ceil((0.75 * (period + cache)) / 1_000) * 1_000
}

/** How old what is told of each region is; a region that was told of once is not forgotten. */
function createAges(periodMs: number) {
  const observed = new Map<RegionId, number>()
  return {
    told({ regions, observedAt }: AssembledRegistry): void {
      for (const region of new Set([...regions, ...observed.keys()])) observed.set(region, observedAt)
    },
    feeds: (): FeedReading[] => [...observed].map(([region, observedAt]) => ({ region, observedAt, periodMs })),
  }
}

const patiently: Wait = async (ms, signal) => {
  // Whoever gives up is not waited for; what was seen until then is told.
  await waitFor(ms, undefined, { signal }).catch(() => undefined)
}

/** A registry tells only of now. */
const NO_PAST: AsyncIterable<SourceReport> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
