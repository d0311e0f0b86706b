import { z } from 'zod'
import { RegionId, ServiceId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth, oneLine } from '../http-auth.ts'
import { Resilience4jSettings } from './resilience4j-settings.ts'

/** What every preset's settings share. Secrets arrive as plain strings, already put in by whoever read the file. */

/** The shortest period: faster sources are read once a second, as fast as frames are made. */
const SHORTEST_PERIOD_MS = 1_000
const DEFAULT_PERIOD_MS = 15_000
/** rate() needs two samples; four periods bear one missed scrape and Prometheus 3's left-open ranges. */
const WINDOW_PERIODS = 4
const SHORTEST_DEFAULT_WINDOW_MS = 10_000

export const labelName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected a label name such as destination_cluster')
export const promQl = z.string().min(1).max(20_000)

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

export const common = {
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
  /** Circuit breakers of the services that keep Resilience4j's metrics; `true` for the usual labels. */
  resilience4j: z
    .union([z.literal(true).transform(() => Resilience4jSettings.parse({})), Resilience4jSettings])
    .optional(),
  limits: PrometheusLimits.prefault({}),
}

/**
 * Queries that are asked in place of a preset's own: recorded ones, above all. They answer with the same labels.
 * `$window` stands for the window, where anything is left to look over.
 */
export function recordedQueries<const Role extends string>(roles: readonly Role[]) {
  return z.partialRecord(z.enum(roles), promQl).default({})
}

export function withWindowDefault<Settings extends { period: number; window?: number | undefined }>(
  settings: Settings,
) {
  const window = settings.window ?? Math.max(WINDOW_PERIODS * settings.period, SHORTEST_DEFAULT_WINDOW_MS)
  return { ...settings, window }
}

export function checkWindow(settings: { period: number; window: number }, ctx: z.RefinementCtx): void {
  if (settings.window >= WINDOW_PERIODS * settings.period) return
  ctx.addIssue({ code: 'custom', path: ['window'], message: `a duration of at least ${WINDOW_PERIODS} periods` })
}
