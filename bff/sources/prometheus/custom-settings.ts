import { z } from 'zod'
import { checkWindow, common, labelName, promQl, withWindowDefault, type UpSettings } from './common-settings.ts'
import { derivedSampleTime } from './wire-queries.ts'

/** Labels of the rows that the queries answer with. */
export const CustomLabels = z.strictObject({
  source: labelName.default('source'),
  target: labelName.default('target'),
  sourceRegion: labelName.default('source_region'),
  targetRegion: labelName.default('target_region'),
  protocol: labelName.optional(),
  /** Of the rows about services (saturation, breakers) and zones. */
  service: labelName.default('service'),
  region: labelName.default('region'),
  zone: labelName.default('zone'),
  owner: labelName.optional(),
  domain: labelName.optional(),
  kind: labelName.optional(),
})
export type CustomLabels = z.infer<typeof CustomLabels>

/** PromQL; `$window` stands for the rate window. One row per connection (or service, or zone), labelled as told. */
export const CustomQueries = z.strictObject({
  /** Requests per second. */
  requests: promQl,
  /** Failures and timeouts per second; a connection without a row has none. */
  errors: promQl.optional(),
  /** Answers per second that were served by a fallback or partially. */
  degraded: promQl.optional(),
  p50: promQl.optional(),
  p90: promQl.optional(),
  p99: promQl.optional(),
  /** 0–1 and beyond, per service. */
  saturation: promQl.optional(),
  /** Circuit breakers of a service that are open or being probed, per service. */
  breakersOpen: promQl.optional(),
  /** Instances, or anything else above 0, per service and zone that they stand in. */
  serviceZones: promQl.optional(),
  /** Entry requests and errors per second, per zone. */
  zoneRequests: promQl.optional(),
  zoneErrors: promQl.optional(),
  /**
   * Per connection, seconds: `max by (…) (timestamp(requests_total))`. Derived from `requests` where that is a plain
   * `sum by (…) (rate(…))`.
   */
  sampleTime: promQl.optional(),
  /** Seconds by which the observed system's clock is ahead of the wall's; only a simulation needs it. */
  clockAhead: promQl.optional(),
})
export type CustomQueries = z.infer<typeof CustomQueries>

export const CustomSettings = z
  .strictObject({
    ...common,
    preset: z.literal('custom'),
    labels: CustomLabels.prefault({}),
    /** Of the latency queries' answers. */
    latencyUnit: z.enum(['ms', 's']).default('ms'),
    queries: CustomQueries,
  })
  .transform(withWindowDefault)
  .superRefine(checkWindow)
  .superRefine(checkSampleTime)
export type CustomSettings = z.infer<typeof CustomSettings>

/** A value whose age nobody can tell would look live for ever. */
function checkSampleTime(
  settings: { queries: CustomQueries; up?: UpSettings | undefined },
  ctx: z.RefinementCtx,
): void {
  const { sampleTime, requests } = settings.queries
  if (sampleTime !== undefined || settings.up !== undefined || derivedSampleTime(requests) !== null) return
  const message = 'queries.sampleTime or up, for the age of the samples cannot be told from this requests query'
  ctx.addIssue({ code: 'custom', path: ['queries', 'sampleTime'], message })
}
