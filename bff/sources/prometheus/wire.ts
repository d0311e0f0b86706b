import { z } from 'zod'

/**
 * Prometheus's HTTP API v1 as it stands on the wire (2.x and 3.x; Thanos, Mimir and Cortex speak the same). Times are
 * seconds with a fraction. A value is always a string, so that it can say "NaN", "+Inf" and "-Inf".
 */

export const WireLabels = z.record(z.string(), z.string())
export type WireLabels = z.infer<typeof WireLabels>

export const WireSample = z.tuple([z.number(), z.string()])
export type WireSample = z.infer<typeof WireSample>

/** A native histogram has `histogram` in place of `value`; such a row is unreadable here, and counted as that. */
export interface WireVectorRow {
  metric: WireLabels
  value?: WireSample
}

export interface WireMatrixRow {
  metric: WireLabels
  values?: WireSample[]
}

/** Answers hold up to millions of samples: plain loops in place of a schema each, which would copy them all. */
const WireVector = z.custom<WireVectorRow[]>((rows) => isListOf(rows, isVectorRow), 'expected labelled samples')
const WireMatrix = z.custom<WireMatrixRow[]>(
  (rows) => isListOf(rows, isMatrixRow),
  'expected labelled lists of samples',
)

function isListOf(rows: unknown, isRow: (row: unknown) => boolean): boolean {
  return Array.isArray(rows) && rows.every(isRow)
}

function isVectorRow(row: unknown): boolean {
  if (!hasLabels(row)) return false
  return !('value' in row) || isSample(row.value)
}

function isMatrixRow(row: unknown): boolean {
  if (!hasLabels(row)) return false
  return !('values' in row) || isListOf(row.values, isSample)
}

function hasLabels(row: unknown): row is { metric: WireLabels } {
  if (typeof row !== 'object' || row === null || !('metric' in row)) return false
  const { metric } = row
  if (typeof metric !== 'object' || metric === null) return false
  return Object.values(metric).every((label) => typeof label === 'string')
}

function isSample(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string'
}

export const WireResult = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: WireVector }),
  z.object({ resultType: z.literal('matrix'), result: WireMatrix }),
  z.object({ resultType: z.literal('scalar'), result: WireSample }),
  z.object({ resultType: z.literal('string'), result: WireSample }),
])
export type WireResult = z.infer<typeof WireResult>

/** `warnings` and (from 3.x) `infos` stand beside the data: an answer with warnings may be partial. */
const notes = { warnings: z.array(z.string()).optional(), infos: z.array(z.string()).optional() }

export const WireQueryAnswer = z.object({ status: z.literal('success'), data: WireResult, ...notes })
export type WireQueryAnswer = z.infer<typeof WireQueryAnswer>

export const WireLabelValues = z.object({ status: z.literal('success'), data: z.array(z.string()), ...notes })

export const WireMetadata = z.object({
  status: z.literal('success'),
  data: z.record(z.string(), z.array(z.object({ type: z.string() }))),
})

export const WireBuildInfo = z.object({ status: z.literal('success'), data: z.object({ version: z.string() }) })

export const WireError = z.object({
  status: z.literal('error'),
  /** `bad_data`, `execution`, `timeout`, `canceled`, `unavailable`, `internal`, `not_found`. */
  errorType: z.string(),
  error: z.string(),
})
export type WireError = z.infer<typeof WireError>

/** NaN for "NaN" and for what is no number at all. */
export function numberOfWire(text: string): number {
  if (text === '+Inf' || text === 'Inf') return Infinity
  if (text === '-Inf') return -Infinity
  return text.trim() === '' ? NaN : Number(text)
}

export function wireOfNumber(value: number): string {
  if (value === Infinity) return '+Inf'
  if (value === -Infinity) return '-Inf'
  return String(value)
}

export const PATHS = {
  query: '/api/v1/query',
  queryRange: '/api/v1/query_range',
  metricNames: '/api/v1/label/__name__/values',
  metadata: '/api/v1/metadata',
  buildInfo: '/api/v1/status/buildinfo',
  healthy: '/-/healthy',
  ready: '/-/ready',
} as const

/** A query_range with more points than this in one series is refused. */
export const MOST_POINTS = 11_000
