import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import { giveWay, LARGE_BYTES } from '../give-way.ts'
import type { PollOutcome, TrafficSource } from '../source.ts'
import { createLatencyReader } from './ask-latency.ts'
import { assembleReports } from './assemble-report.ts'
import { backfill } from './backfill.ts'
import { askAll, bytesOf, failureOfAll } from './batch.ts'
import { createPrometheusClient } from './client.ts'
import type { PrometheusContext } from './context.ts'
import { examine } from './examine.ts'
import { createFreshnessMemory, type FreshnessMemory } from './freshness-memory.ts'
import { createRegionNames } from './names.ts'
import { createContextResolver } from './resolve-context.ts'
import { questionsOfPolls } from './questions.ts'
import { instant } from './series.ts'
import { tellsBreakers, type PrometheusSettings } from './settings.ts'
import { upSampleTimeWithin, withWindow } from './wire-queries.ts'

/** How far back a first poll looks for the last scrape of targets that are down. */
const COLD_LOOK_BACK_MS = 60 * 60_000
/** Fine enough to tell the age, coarse enough to be cheap. */
const COLD_RESOLUTION_MS = 15_000
const FORGET_EDGES_AFTER_MS = 24 * 60 * 60_000

export function createPrometheusSource(input: {
  id: SourceId
  settings: PrometheusSettings
  regions: readonly RegionId[]
  /** What else data may call a region. */
  regionAliases: ReadonlyMap<string, RegionId>
  clock: Clock
}): TrafficSource {
  const { id, settings, clock } = input
  const context: PrometheusContext = {
    id,
    settings,
    regions: createRegionNames({ ...input, fixed: settings.region }),
    configuredRegions: settings.region === undefined ? input.regions : [settings.region],
    questions: questionsOfPolls(settings),
    client: createPrometheusClient(settings),
    clock,
  }
  const memory = createFreshnessMemory()
  const contexts = createContextResolver(context)
  const latency = createLatencyReader({ context, contexts, aheadMs: () => memory.aheadMs(NaN) })
  let isFirst = true
  return {
    id,
    kind: 'prometheus',
    tells: tellsBreakers(settings) ? ['traffic', 'breakers'] : ['traffic'],
    preset: settings.preset,
    url: settings.url,
    periodMs: settings.period,
    regions: context.configuredRegions,
    async poll({ signal }) {
      if (isFirst) await lookBack({ context, memory, signal })
      const outcome = await pollOnce({ context: await contexts.resolve(signal), memory, signal })
      if (outcome.kind === 'answered') {
        isFirst = false
        if (outcome.report.edges.length === 0) contexts.forget()
      }
      return outcome
    },
    async *backfill(span) {
      yield* backfill(await contexts.resolve(span.signal), span)
    },
    ...(latency === undefined ? {} : { latency }),
    async examine({ signal }) {
      contexts.forget()
      return examine(await contexts.resolve(signal), signal)
    },
  }
}

async function pollOnce(input: {
  context: PrometheusContext
  memory: FreshnessMemory
  signal: AbortSignal
}): Promise<PollOutcome> {
  const { context, memory, signal } = input
  const { settings, clock } = context
  const atMs = clock.now()
  const batch = await askAll({
    questions: context.questions,
    ask: ({ query }, inner) => context.client.query({ query: withWindow(query, settings.window), atMs, signal: inner }),
    limits: settings.limits,
    signal,
  })
  const failure = failureOfAll(batch)
  if (failure !== null) {
    const retry = failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }
    return { kind: 'failed', problem: { asked: 'everything', message: failure.message, at: clock.now() }, ...retry }
  }
  const isLarge = bytesOf(batch) > LARGE_BYTES
  if (isLarge) await giveWay()
  memory.forgetEdgesBefore(atMs - FORGET_EDGES_AFTER_MS)
  const assembly = assembleReports({ ...context, batch, steps: instant(atMs), memory, now: clock.now() })
  if (isLarge) await giveWay()
  const report = assembly.reportAt(0)
  if (isLarge) await giveWay()
  return { kind: 'answered', report }
}

/**
 * At a first poll nothing is remembered yet: targets that are down now were last scraped some time ago, and `up` is
 * small enough to be asked about the past. A failure here is no problem of its own: the poll that follows tells.
 */
async function lookBack(input: {
  context: PrometheusContext
  memory: FreshnessMemory
  signal: AbortSignal
}): Promise<void> {
  const { settings, client, clock, regions } = input.context
  if (settings.up === undefined) return
  const query = upSampleTimeWithin({
    ...settings.up,
    withinMs: COLD_LOOK_BACK_MS,
    resolutionMs: Math.max(settings.period, COLD_RESOLUTION_MS),
  })
  const answer = await client.query({ query, atMs: clock.now(), signal: input.signal })
  if (answer.kind === 'failed' || answer.value.result.resultType !== 'vector') return
  for (const { metric, value } of answer.value.result.result) {
    const label = settings.up.regionLabel
    const found = label === undefined ? null : regions.find(metric[label])
    const region = found === null ? null : found.kind === 'known' ? found.region : undefined
    if (region !== undefined && value !== undefined) input.memory.up(region, Number(value[1]) * 1_000)
  }
}
