import { z } from 'zod'
import { checkWindow, common, labelName, recordedQueries, withWindowDefault } from './common-settings.ts'

const metricName = z.string().regex(/^[a-zA-Z_:][\w:]*$/, 'expected the name of a metric')

/**
 * What the metrics of the service graph are called here. Exporters put a namespace before them and units after them;
 * whatever is not told is looked for among the names that Prometheus has.
 */
export const ServiceGraphMetrics = z.strictObject({
  /** `otel_`: which of several sets is meant. */
  prefix: z
    .string()
    .regex(/^(?:[a-zA-Z_:][\w:]*)?$/, 'expected the beginning of a metric name such as otel_')
    .optional(),
  requests: metricName.optional(),
  /** `null` for what is not kept. */
  failed: metricName.nullable().optional(),
  /** Of histograms: the name with `_bucket`. */
  serverLatency: metricName.nullable().optional(),
  clientLatency: metricName.nullable().optional(),
  /** Of the buckets' bounds. Names may lie: the collector's old milliseconds were once called seconds. */
  latencyUnit: z.enum(['ms', 's']).optional(),
})
export type ServiceGraphMetrics = z.infer<typeof ServiceGraphMetrics>

/** The service graph that an OpenTelemetry collector (or Tempo) counts out of traces. */
export const ServiceGraphSettings = z
  .strictObject({
    ...common,
    preset: z.literal('otel-servicegraph'),
    /** Dimensions of the connector (`cloud.region`), as they come for either end; one label for both where it is one. */
    regionLabel: labelName.default('server_cloud_region'),
    sourceRegionLabel: labelName.default('client_cloud_region'),
    /** What the label `client` says of everybody outside. */
    outsideClients: z.array(z.string().min(1).max(200)).min(1).max(16).default(['user']),
    metrics: ServiceGraphMetrics.prefault({}),
    queries: recordedQueries([
      'requests',
      'errors',
      'sampleTime',
      'p50',
      'p90',
      'p99',
      'callerP50',
      'callerP90',
      'callerP99',
    ]),
  })
  .transform(withWindowDefault)
  .superRefine(checkWindow)
export type ServiceGraphSettings = z.infer<typeof ServiceGraphSettings>
