import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { PrometheusClient } from './client.ts'
import type { FoundServiceGraph } from './find-service-graph.ts'
import type { RegionNames } from './names.ts'
import type { Question } from './question.ts'
import type { PrometheusSettings } from './settings.ts'

/** What the parts of a Prometheus source share. */
export interface PrometheusContext {
  id: SourceId
  settings: PrometheusSettings
  regions: RegionNames
  /** As configured; what the data should speak of. */
  configuredRegions: readonly RegionId[]
  /** Of every poll, and of the past. */
  questions: readonly Question[]
  /** What was looked for among the names there, where the preset has to look. */
  found?: FoundServiceGraph
  client: PrometheusClient
  clock: Clock
}
