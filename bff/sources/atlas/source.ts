import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { createFreshnessMemory } from '../prometheus/freshness-memory.ts'
import { createRegionNames } from '../prometheus/names.ts'
import type { PollOutcome, TrafficSource } from '../source.ts'
import { askAll, failureOfAll, type Span } from './ask-all.ts'
import { assembleReports, REMEMBERED_STEPS } from './assemble-report.ts'
import { createAtlasClient } from './client.ts'
import type { AtlasContext } from './context.ts'
import { examine } from './examine.ts'
import { questionsOfPolls } from './questions.ts'
import type { AtlasSettings } from './settings.ts'
import { MOST_POINTS } from './wire.ts'

/** Of a chunk of the past, with what comes before it. */
const CHUNK_STEPS = Math.floor(MOST_POINTS / 8)

/** Netflix's Atlas: connections with their rates, errors and percentiles, out of what services publish themselves. */
export function createAtlasSource(input: {
  id: SourceId
  settings: AtlasSettings
  regions: readonly RegionId[]
  /** What else data may call a region. */
  regionAliases: ReadonlyMap<string, RegionId>
  clock: Clock
}): TrafficSource {
  const { id, settings, clock } = input
  const context: AtlasContext = {
    id,
    settings,
    regions: createRegionNames({ ...input, fixed: settings.region }),
    configuredRegions: settings.region === undefined ? input.regions : [settings.region],
    client: createAtlasClient(settings),
    clock,
  }
  const memory = createFreshnessMemory()
  return {
    id,
    kind: 'atlas',
    tells: ['traffic'],
    preset: 'ipc',
    url: settings.url,
    link: settings.url,
    periodMs: settings.period,
    regions: context.configuredRegions,
    async poll({ signal }): Promise<PollOutcome> {
      const span = spanAt(clock.now(), settings)
      const { client } = context
      const questions = questionsOfPolls(settings)
      const answers = await askAll({ client, questions, span, limits: settings.limits, signal })
      const now = clock.now()
      const failure = failureOfAll(answers)
      if (failure !== null) {
        const retry = failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }
        return { kind: 'failed', problem: { asked: 'everything', message: failure.message, at: now }, ...retry }
      }
      const remembering = { remember: memory.feed, remembered: memory.feeds }
      const report = assembleReports({ ...context, answers, span, now, ...remembering }).reportAt(span.toMs)
      return { kind: 'answered', report: { ...report, at: now } }
    },
    backfill: (span) => backfill(context, span),
    examine: ({ signal }) => examine(context, signal),
  }
}

/** Everything that a report may look back on, up to the step that ended last. */
export function spanAt(now: number, { period, unsettledSteps }: AtlasSettings): Span {
  const toMs = Math.floor(now / period) * period
  return { fromMs: toMs - (unsettledSteps + REMEMBERED_STEPS) * period, toMs, stepMs: period }
}

/** Aligned to Atlas's own steps: between two of them nothing new is known. Throws where nothing at all comes back. */
async function* backfill(
  context: AtlasContext,
  asked: { from: number; to: number; stepMs: number; signal: AbortSignal },
): AsyncIterable<SourceReport> {
  const { settings, client, clock } = context
  const { period } = settings
  const strideMs = Math.ceil(asked.stepMs / period) * period
  const memory = createFreshnessMemory()
  const last = Math.floor(asked.to / strideMs) * strideMs
  const reach = settings.unsettledSteps + REMEMBERED_STEPS
  for (let firstMs = Math.ceil(asked.from / strideMs) * strideMs; firstMs <= last;) {
    if (asked.signal.aborted) return
    const toMs = Math.min(last, firstMs + Math.max(1, Math.floor((CHUNK_STEPS * period) / strideMs) - 1) * strideMs)
    const span = { fromMs: firstMs - reach * period, toMs, stepMs: period }
    const questions = questionsOfPolls(settings)
    const answers = await askAll({ client, questions, span, limits: settings.limits, signal: asked.signal })
    const failure = failureOfAll(answers)
    if (failure !== null) throw new Error(failure.message)
    const remembering = { remember: memory.feed, remembered: memory.feeds }
    const assembly = assembleReports({ ...context, answers, span, now: clock.now(), ...remembering })
    for (let at = firstMs; at <= toMs; at += strideMs) yield assembly.reportAt(at)
    firstMs = toMs + strideMs
  }
}
