import { z } from 'zod'
import { RegionId, ServiceId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth, oneLine } from '../http-auth.ts'
import { derivedSampleTime } from './wire-queries.ts'

/**
 * One entry of `sources:` with `kind: prometheus`. Secrets arrive as plain strings, already put in by whoever read the
 * file; nothing here is ever printed but ids, names, queries and the url.
 */

/** The shortest period: faster sources are read once a second, as fast as frames are made. */
const SHORTEST_PERIOD_MS = 1_000
const DEFAULT_PERIOD_MS = 15_000
/** rate() needs two samples; four periods bear one missed scrape and Prometheus 3's left-open ranges. */
const WINDOW_PERIODS = 4
const SHORTEST_DEFAULT_WINDOW_MS = 10_000

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected a label name such as destination_cluster')
const promQl = z.string().min(1).max(20_000)

const Url = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}, 'an address without user, password, ? and #; credentials belong under auth')

export const PrometheusLimits = z.strictObject({
  /** Of one answer, decoded. */
  bytes: z
    .number()
    .int()
    .min(1_024)
    .max(1024 ** 3)
    .default(64 * 1024 ** 2),
  /** For one poll as a whole, and so for each of its queries. */
  timeout: Duration.default(10_000),
  /** Queries under way at once. */
  concurrency: z.number().int().min(1).max(32).default(4),
})
export type PrometheusLimits = z.infer<typeof PrometheusLimits>

/** Which `up` series tell when this source's targets were last scraped. */
export const UpSettings = z.strictObject({
  /** `up{job="edge"}` */
  selector: z.string().regex(/^up(?:\{[^{}]*\})?$/, 'expected a selector such as up{job="edge"}'),
  /** The label of `up` that names the region; the newest scrape of any target speaks for all regions without it. */
  regionLabel: labelName.optional(),
})
export type UpSettings = z.infer<typeof UpSettings>

export const BusinessQuery = z.strictObject({
  id: ServiceId,
  /** As printed: `stream starts`. */
  name: z.string().min(1).max(80),
  /** As printed after the number: `/s`. */
  unit: z.string().max(20).default(''),
  query: promQl,
  /** Where rows carry it they are one region's; the sum over all is then the whole. */
  regionLabel: labelName.optional(),
})
export type BusinessQuery = z.infer<typeof BusinessQuery>

const common = {
  id: SourceId,
  kind: z.literal('prometheus'),
  /** Base address; a path prefix is kept. */
  url: Url,
  auth: HttpAuth.default({ kind: 'none' }),
  /** Such as `X-Scope-OrgID`. */
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'expected a header name such as X-Scope-OrgID'), oneLine)
    .default({}),
  /** The scrape interval: how often a new sample can be expected. */
  period: Duration.refine((ms) => ms >= SHORTEST_PERIOD_MS, 'a duration of at least 1s').default(DEFAULT_PERIOD_MS),
  /** What rate() looks over. */
  window: Duration.optional(),
  /** Everything this source tells belongs to this region. */
  region: RegionId.optional(),
  /** Services that the outside world calls. */
  entry: z.array(ServiceId).max(64).default([]),
  up: UpSettings.optional(),
  business: z.array(BusinessQuery).max(16).default([]),
  limits: PrometheusLimits.prefault({}),
}

export const IstioSettings = z
  .strictObject({
    ...common,
    preset: z.literal('istio'),
    regionLabel: labelName.default('destination_cluster'),
    sourceRegionLabel: labelName.default('source_cluster'),
    /** A label of the destination's zone, where relabelling adds one; zones of entries and services are unknown without. */
    zoneLabel: labelName.optional(),
    /** Two namespaces may hold services of one name: `append` makes ids such as `reviews.shop`. */
    namespaces: z.enum(['omit', 'append']).default('omit'),
  })
  .transform(withWindowDefault)
  .superRefine(checkWindow)
export type IstioSettings = z.infer<typeof IstioSettings>

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

export const PrometheusSettings = z.discriminatedUnion('preset', [IstioSettings, CustomSettings])
export type PrometheusSettings = z.infer<typeof PrometheusSettings>
/** As written in the file, before defaults. */
export type PrometheusSettingsInput = z.input<typeof PrometheusSettings>

function withWindowDefault<Settings extends { period: number; window?: number | undefined }>(settings: Settings) {
  const window = settings.window ?? Math.max(WINDOW_PERIODS * settings.period, SHORTEST_DEFAULT_WINDOW_MS)
  return { ...settings, window }
}

function checkWindow(settings: { period: number; window: number }, ctx: z.RefinementCtx): void {
  if (settings.window >= WINDOW_PERIODS * settings.period) return
  ctx.addIssue({ code: 'custom', path: ['window'], message: `a duration of at least ${WINDOW_PERIODS} periods` })
}

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
