import type { z } from 'zod'
import { failureOf, failureOfError, type PrometheusFailure } from './failure.ts'
import { failureOfAnswer } from './judge-answer.ts'
import { readBody } from './read-body.ts'
import { authorizationHeaders, base64, type HttpAuth } from '../http-auth.ts'
import type { PrometheusLimits } from './settings.ts'
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
  metricNames(input: { signal: AbortSignal }): Promise<Answer<string[]>>
  /** Metric name → `counter`, `gauge`, `histogram` …, as far as targets tell. */
  metricTypes(input: { signal: AbortSignal }): Promise<Answer<Map<string, string>>>
  version(input: { signal: AbortSignal }): Promise<Answer<string>>
}

export interface QueryResult {
  result: WireResult
  /** What Prometheus says of an answer that may be partial. */
  warnings: readonly string[]
}

export type Answer<Value> =
  /** `servedAtMs`: the server's own clock by its Date header, to the second; NaN where it does not tell. */
  { kind: 'answered'; value: Value; bytes: number; servedAtMs: number } | { kind: 'failed'; failure: PrometheusFailure }

export function createPrometheusClient(input: {
  url: string
  auth: HttpAuth
  headers: Readonly<Record<string, string>>
  limits: PrometheusLimits
}): PrometheusClient {
  const ask = createAsk(input)
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
    metricNames: ({ signal }) =>
      ask({ path: PATHS.metricNames, schema: WireLabelValues, pick: (answer) => answer.data, signal }),
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

interface Question<Wire, Value> {
  path: string
  /** Sent as a form by POST, for queries are long; GET without. */
  form?: Record<string, string>
  schema: z.ZodType<Wire>
  pick: (wire: Wire) => Value
  signal: AbortSignal
}

function createAsk(settings: {
  url: string
  auth: HttpAuth
  headers: Readonly<Record<string, string>>
  limits: PrometheusLimits
}) {
  const base = settings.url.replace(/\/+$/, '')
  const headers = { ...settings.headers, ...authorizationHeaders(settings.auth), accept: 'application/json' }
  const hide = redaction(settings.auth, settings.headers)
  const { timeout, bytes: limitBytes } = settings.limits

  return async function ask<Wire, Value>(question: Question<Wire, Value>): Promise<Answer<Value>> {
    const where = `${base}${question.path}`
    const failed = (failure: PrometheusFailure): Answer<Value> => ({
      kind: 'failed',
      failure: { ...failure, message: hide(failure.message) },
    })
    try {
      const response = await fetch(where, {
        method: question.form === undefined ? 'GET' : 'POST',
        headers,
        ...(question.form === undefined ? {} : { body: new URLSearchParams(question.form) }),
        redirect: 'manual',
        signal: AbortSignal.any([question.signal, AbortSignal.timeout(timeout)]),
      })
      const body = await readBody(response, limitBytes)
      if (body.kind === 'too-large') return failed(tooLarge(where, limitBytes))
      const judged = failureOfAnswer({ response, text: body.text, where })
      if (judged.kind === 'failed') return failed(judged.failure)
      const parsed = question.schema.safeParse(judged.json)
      if (!parsed.success) {
        const place = parsed.error.issues[0]?.path.join('.') ?? ''
        return failed(
          failureOf(
            'unreadable',
            `${where} answered with JSON that is not Prometheus's (at "${place}"); is the url that of a Prometheus?`,
          ),
        )
      }
      const servedAtMs = Date.parse(response.headers.get('date') ?? '')
      return { kind: 'answered', value: question.pick(parsed.data), bytes: body.bytes, servedAtMs }
    } catch (error) {
      return failed(failureOfError(error, where, timeout))
    }
  }
}

function tooLarge(where: string, limitBytes: number): PrometheusFailure {
  const megabytes = (limitBytes / 1024 ** 2).toFixed(limitBytes < 1024 ** 2 ? 2 : 0)
  return failureOf(
    'too-large',
    `${where} answered with more than ${megabytes} MB; narrow the query or raise limits.bytes of this source.`,
  )
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3)
}

/** A server may repeat in its error what it was sent; no credential gets into a message that way. */
function redaction(auth: HttpAuth, headers: Readonly<Record<string, string>>): (message: string) => string {
  const secrets = Object.values(headers)
  if (auth.kind === 'bearer') secrets.push(auth.token)
  if (auth.kind === 'basic') secrets.push(auth.password, base64(`${auth.username}:${auth.password}`))
  const hidden = secrets.filter((secret) => secret.length > 3).sort((a, b) => b.length - a.length)
  return (message) => hidden.reduce((text, secret) => text.replaceAll(secret, '•••'), message)
}
