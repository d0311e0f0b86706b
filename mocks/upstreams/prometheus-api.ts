import { MOST_POINTS, PATHS, wireOfNumber } from '#bff/sources/prometheus/wire.ts'
import type { Content } from './answer.ts'
import type { MetricFamily } from './metric-families.ts'
import type { CompiledQuery, QueryEngine } from './query-engine.ts'

/**
 * Prometheus's HTTP API over the recording, in its own words: answers, errors and status codes are those of the real
 * one. It knows only the queries that presets send.
 */
export interface PrometheusApi {
  /** Null for a path that it does not have. */
  answer(request: { path: string; params: URLSearchParams; now: number }): Content | null
}

const VERSION = '2.42.0'
const JSON_TYPE = 'application/json'
const TEXT_TYPE = 'text/plain; charset=utf-8'

export function createPrometheusApi(engine: QueryEngine, families: Iterable<MetricFamily>): PrometheusApi {
  const types = [...families].map(({ name, type }) => ({ name, type }))
  const names = ['up', ...types.map(({ name }) => name)].toSorted()
  const metadata = Object.fromEntries(
    types.map(({ name, type }) => [
      type === 'histogram' ? name.replace(/_bucket$/, '') : name,
      [{ type, help: '', unit: '' }],
    ]),
  )
  return {
    answer({ path, params, now }) {
      switch (path) {
        case PATHS.query:
          return instantQuery(engine, params, now)
        case PATHS.queryRange:
          return rangeQuery(engine, params)
        case PATHS.metricNames:
          return success(names)
        case PATHS.metadata:
          return success(metadata)
        case PATHS.buildInfo:
          return success({ version: VERSION, revision: 'simulated' })
        case PATHS.healthy:
          return { status: 200, type: TEXT_TYPE, text: 'Prometheus Server is Healthy.\n' }
        case PATHS.ready:
          return { status: 200, type: TEXT_TYPE, text: 'Prometheus Server is Ready.\n' }
        default:
          return null
      }
    },
  }
}

export function notFound(): Content {
  return { status: 404, type: TEXT_TYPE, text: '404 page not found\n' }
}

function instantQuery(engine: QueryEngine, params: URLSearchParams, now: number): Content {
  const query = params.get('query') ?? ''
  const at = params.has('time') ? timeOf(params.get('time') ?? '') : now
  if (at === null) return badData(`invalid parameter "time": cannot parse "${params.get('time')}" to a valid timestamp`)
  const compiled = engine.compile(query)
  if (compiled === null) return unknownQuery()
  const time = at / 1_000
  const rows = compiled.valuesAt(at).flatMap((value, row) => {
    return value === undefined ? [] : [`{"metric":${compiled.labels[row]},"value":[${time},"${print(value)}"]}`]
  })
  return successOf(`{"resultType":"vector","result":[${rows.join(',')}]}`)
}

function rangeQuery(engine: QueryEngine, params: URLSearchParams): Content {
  const start = timeOf(params.get('start') ?? '')
  const end = timeOf(params.get('end') ?? '')
  const stepMs = Number(params.get('step') ?? NaN) * 1_000
  if (start === null)
    return badData(`invalid parameter "start": cannot parse "${params.get('start')}" to a valid timestamp`)
  if (end === null) return badData(`invalid parameter "end": cannot parse "${params.get('end')}" to a valid timestamp`)
  if (end < start) return badData('invalid parameter "end": end timestamp must not be before start time')
  if (!(stepMs > 0)) {
    return badData(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    )
  }
  if ((end - start) / stepMs > MOST_POINTS) {
    return badData(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    )
  }
  const compiled = engine.compile(params.get('query') ?? '')
  if (compiled === null) return unknownQuery()
  return successOf(`{"resultType":"matrix","result":[${matrixRows(compiled, { start, end, stepMs }).join(',')}]}`)
}

function matrixRows(compiled: CompiledQuery, span: { start: number; end: number; stepMs: number }): string[] {
  const points = compiled.labels.map(() => '')
  for (let at = span.start; at <= span.end; at += span.stepMs) {
    const time = at / 1_000
    compiled.valuesAt(at).forEach((value, row) => {
      if (value !== undefined) points[row] += `${points[row] === '' ? '' : ','}[${time},"${print(value)}"]`
    })
  }
  return points.flatMap((values, row) =>
    values === '' ? [] : [`{"metric":${compiled.labels[row]},"values":[${values}]}`],
  )
}

/** Digits that nobody can see only make answers long. */
const PRECISION = 1e4

function print(value: number): string {
  return wireOfNumber(Math.round(value * PRECISION) / PRECISION)
}

/** Seconds with a fraction, or a date; UTC ms, null for neither. */
function timeOf(text: string): number | null {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

function success(data: unknown): Content {
  return successOf(JSON.stringify(data))
}

function successOf(data: string): Content {
  return { status: 200, type: JSON_TYPE, text: `{"status":"success","data":${data}}` }
}

function badData(error: string): Content {
  return { status: 400, type: JSON_TYPE, text: JSON.stringify({ status: 'error', errorType: 'bad_data', error }) }
}

function unknownQuery(): Content {
  return badData('invalid parameter "query": the simulated Prometheus answers only the queries that presets send')
}
