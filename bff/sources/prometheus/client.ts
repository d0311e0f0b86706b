import type { z } from 'zod'
import { createAsk, type Answer } from '../create-ask.ts'
import type { HttpAuth } from '../http-auth.ts'
import { failureOfPrometheus } from './failure-of-prometheus.ts'
import type { PrometheusLimits } from './common-settings.ts'
import { PATHS, WireBuildInfo, WireLabelValues, WireMetadata, WireQueryAnswer, type WireResult } from './wire.ts'

/** Prometheus's HTTP API as this project uses it. Nothing here throws: a failure is an answer. */
export interface PrometheusClient {
  query(input: { query: string; atMs: number; signal: AbortSignal }): Promise<Answer<QueryResult>>
  queryRange(input: {
    query: string
    fromMs: number
    toMs: number
    stepMs: number
    signal: AbortSignal
  }): Promise<Answer<QueryResult>>
  /** Of all series, or of those that a selector matches and that had samples since. */
  metricNames(input: { among?: { match: string; sinceMs: number }; signal: AbortSignal }): Promise<Answer<string[]>>
  /** Metric name → `counter`, `gauge`, `histogram` …, as far as targets tell. */
  metricTypes(input: { signal: AbortSignal }): Promise<Answer<Map<string, string>>>
  version(input: { signal: AbortSignal }): Promise<Answer<string>>
}

export interface QueryResult {
  result: WireResult
  /** What Prometheus says of an answer that may be partial. */
  warnings: readonly string[]
}

export function createPrometheusClient(input: {
  url: string
  auth: HttpAuth
  headers: Readonly<Record<string, string>>
  limits: PrometheusLimits
}): PrometheusClient {
  const ask = createAsk({ ...input, system: 'Prometheus', failureOfJson: failureOfPrometheus })
  const timeout = `${input.limits.timeout}ms`
  const queryResult = (answer: z.infer<typeof WireQueryAnswer>): QueryResult => ({
    result: answer.data,
    warnings: answer.warnings ?? [],
  })
  return {
    query: ({ query, atMs, signal }) =>
      ask({
        path: PATHS.query,
        form: { query, time: seconds(atMs), timeout },
        schema: WireQueryAnswer,
        pick: queryResult,
        signal,
      }),
    queryRange: ({ query, fromMs, toMs, stepMs, signal }) =>
      ask({
        path: PATHS.queryRange,
        form: { query, start: seconds(fromMs), end: seconds(toMs), step: seconds(stepMs), timeout },
        schema: WireQueryAnswer,
        pick: queryResult,
        signal,
      }),
    metricNames: ({ among, signal }) =>
      ask({
        path: PATHS.metricNames + (among === undefined ? '' : searchOf(among)),
        schema: WireLabelValues,
        pick: (answer) => answer.data,
        signal,
      }),
    metricTypes: ({ signal }) =>
      ask({
        path: PATHS.metadata,
        schema: WireMetadata,
        pick: (answer) =>
          new Map(Object.entries(answer.data).map(([name, facts]) => [name, facts[0]?.type ?? 'unknown'])),
        signal,
      }),
    version: ({ signal }) =>
      ask({ path: PATHS.buildInfo, schema: WireBuildInfo, pick: (answer) => answer.data.version, signal }),
  }
}

function searchOf({ match, sinceMs }: { match: string; sinceMs: number }): string {
  return `?${new URLSearchParams({ 'match[]': match, start: seconds(sinceMs) })}`
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3)
}
