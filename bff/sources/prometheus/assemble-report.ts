import type { RegionId, SourceId } from '#contract/ids.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { Batch } from './batch.ts'
import { edgesOfBatch } from './edges-of-batch.ts'
import { createScrapeTimes, observeEdges, readFeeds } from './feed-readings.ts'
import type { FreshnessMemory } from './freshness-memory.ts'
import type { RegionNames } from './names.ts'
import { readBusiness, readNodes, readOutsiders, readZones } from './node-readings.ts'
import type { Role } from './question.ts'
import { readFacts } from './read-facts.ts'
import { createReader, isAnswered } from './read-batch.ts'
import { createProblemList } from './report-problems.ts'
import { readServiceZones } from './service-zones.ts'
import type { Steps } from './series.ts'
import type { PrometheusSettings } from './settings.ts'

/**
 * Turns the answers of one batch (asked at one instant, or over many steps of the past) into reports. Labels are read
 * once; each step then only reads columns.
 */
export interface Assembly {
  reportAt(step: number): SourceReport
}

export interface AssemblyInput {
  id: SourceId
  settings: PrometheusSettings
  regions: RegionNames
  batch: Batch
  steps: Steps
  memory: FreshnessMemory
  /** UTC ms, of the problems. */
  now: number
}

export function assembleReports(input: AssemblyInput): Assembly {
  const { id, settings, regions, batch, steps, memory } = input
  const problems = createProblemList(batch, input.now)
  const read = createReader(batch, steps, problems)
  const answered = (role: Role) => isAnswered(batch, role)
  const edgesAt = edgesOfBatch({ settings, regions, batch, read, steps: steps.count, problems })
  const scrapeTimes = createScrapeTimes({ settings, regions, read, memory })
  return {
    reportAt(step) {
      const aheadMs = memory.aheadMs((read('clockAhead')[0]?.values[step] ?? NaN) * 1_000)
      const scrapedAt = scrapeTimes(step)
      const edges = observeEdges({ edges: edgesAt(step), settings, memory, scrapedAt, aheadMs })
      const feeds = readFeeds({ settings, memory, edges, scrapedAt, aheadMs })
      const observedAtOf = (region: RegionId) => feeds.find((feed) => feed.region === region)?.observedAt ?? NaN
      const facts = { settings, regions, read, isAnswered: answered, step, observedAtOf, problems }
      const serviceZones = readServiceZones(facts)
      const told = readFacts(facts)
      return {
        source: id,
        at: Math.round(steps.fromMs + step * steps.stepMs) + aheadMs,
        feeds,
        edges,
        nodes: [...readNodes(facts), ...readOutsiders(edges)],
        zones: readZones(facts),
        ...(serviceZones === undefined ? {} : { serviceZones }),
        business: readBusiness({ ...facts, feeds }),
        ...(told === undefined ? {} : { facts: told }),
        problems: problems.list(),
      }
    },
  }
}
