import type { RegionId, SourceId } from '#contract/ids.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { Clock } from '#bff/clock.ts'
import type { TrafficSource } from '../source.ts'
import { createAssembler } from './assemble-report.ts'
import { examine } from './examine.ts'
import { fetchFeed, printableUrl } from './fetch-feed.ts'
import type { VizceralSettings } from './settings.ts'

/** promviz, and every other program that makes Vizceral's JSON, at an address or in a file. */
export function createVizceralSource(input: {
  id: SourceId
  settings: VizceralSettings
  regions: readonly RegionId[]
  /** What else data may call a region. */
  regionAliases: ReadonlyMap<string, RegionId>
  clock: Clock
}): TrafficSource {
  const { id, settings, clock } = input
  const regions = settings.region === undefined ? input.regions : [settings.region]
  const regionNames = new Map([...input.regions.map((region) => [region, region] as const), ...input.regionAliases])
  const assembler = createAssembler({ settings, regionNames })
  return {
    id,
    kind: 'vizceral',
    tells: ['traffic'],
    preset: 'graph',
    url: printableUrl(settings.url),
    periodMs: settings.period,
    regions,
    async poll({ signal }) {
      const fetched = await fetchFeed(settings, signal)
      const now = clock.now()
      const failed = (message: string) => ({
        kind: 'failed' as const,
        problem: { asked: 'graph', message, at: now },
      })
      if (fetched.kind === 'failed') {
        const { message, retryAfterMs } = fetched
        return { ...failed(message), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
      }
      const assembled = assembler.assemble(fetched.feed, now)
      if (assembled.kind === 'failed') return failed(assembled.message)
      return { kind: 'answered', report: assembled.report }
    },
    backfill: () => NO_PAST,
    examine: ({ signal }) => examine({ id, settings, regions, regionNames, clock }, signal),
  }
}

/** A feed tells only of now. */
const NO_PAST: AsyncIterable<SourceReport> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
