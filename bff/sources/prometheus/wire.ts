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
export const WireVectorRow = z.object({ metric: WireLabels, value: WireSample.optional() })
export type WireVectorRow = z.infer<typeof WireVectorRow>

/** Millions of samples come with a range: one plain loop in place of a schema each. */
const WireSamples = z.custom<WireSample[]>(
  (values) => Array.isArray(values) && values.every(isSample),
  'expected samples such as [1795375683, "48"]',
)

function isSample(value: unknown): value is WireSample {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string'
}

export const WireMatrixRow = z.object({ metric: WireLabels, values: WireSamples.optional() })
export type WireMatrixRow = z.infer<typeof WireMatrixRow>

export const WireResult = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(WireVectorRow) }),
  z.object({ resultType: z.literal('matrix'), result: z.array(WireMatrixRow) }),
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
