import { z } from 'zod'
import { checkWindow, common, labelName, recordedQueries, withWindowDefault } from './common-settings.ts'

/** The metrics that Envoys keep of the clusters they send to: a mesh without telemetry of its own, or plain proxies. */
export const EnvoySettings = z
  .strictObject({
    ...common,
    preset: z.literal('envoy'),
    /** Who sends: a label that relabelling puts on every proxy's metrics (`app`, `workload`, `local_cluster` …). */
    callerLabel: labelName.default('app'),
    /**
     * How the statistics are called: `envoy` as Envoy itself does (`upstream_rq_xx{envoy_response_code_class="5"}`), or
     * as Istio's proxies are told to (`upstream_rq{response_code_class="5xx"}`).
     */
    dialect: z.enum(['envoy', 'istio']).default('envoy'),
    /** The cluster that is sent to: `envoy_cluster_name`, and in Istio's dialect `cluster_name`, unless told. */
    clusterLabel: labelName.optional(),
    /** Where the sending proxy stands. */
    regionLabel: labelName.default('region'),
    /** One proxy. */
    instanceLabel: labelName.default('instance'),
    /**
     * How clusters are named where it is not Istio's way: a regular expression whose group `service` is the service,
     * and `region` (where there is one) its region: `^(?<service>.+)-(?<region>use1|euw1)$`.
     */
    clusterPattern: z.string().max(500).refine(isPattern, 'a regular expression with a group (?<service>…)').optional(),
    /** Clusters that are no service (the proxy's own application, control planes), as Prometheus matches names. */
    ignoredClusters: z
      .string()
      .min(1)
      .max(2_000)
      .default(
        'inbound[|_].*|InboundPassthrough.*|xds-grpc|xds_cluster|sds-grpc|agent|prometheus_stats|zipkin|local_agent',
      ),
    /** Two namespaces may hold services of one name: `append` makes ids such as `license.prod`. */
    namespaces: z.enum(['omit', 'append']).default('omit'),
    /** Whether limits (`circuit_breakers_*_open`), ejections and membership are asked for; many meshes drop them. */
    circuitBreakers: z.boolean().default(true),
    queries: recordedQueries(['requests', 'errors', 'sampleTime', 'p50', 'p90', 'p99']),
  })
  .transform((settings) => ({
    ...withWindowDefault(settings),
    clusterLabel: settings.clusterLabel ?? (settings.dialect === 'istio' ? 'cluster_name' : 'envoy_cluster_name'),
  }))
  .superRefine(checkWindow)
export type EnvoySettings = z.infer<typeof EnvoySettings>

function isPattern(text: string): boolean {
  if (!text.includes('(?<service>')) return false
  try {
    return new RegExp(text).source !== ''
  } catch {
    return false
  }
}
