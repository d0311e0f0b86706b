import { z } from 'zod'
import { RegionId, ServiceId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth, oneLine } from '../http-auth.ts'
import { presetExpressions } from './wire-expressions.ts'

/** One entry of `sources:` with `kind: atlas`: Netflix's dimensional time series, asked in its stack language. */

const SHORTEST_PERIOD_MS = 1_000
const DEFAULT_PERIOD_MS = 60_000
/** A question is an address: servers and proxies take 8 kB of one, and all of it is escaped. */
const LONGEST_EXPRESSION = 2_500

const Url = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}, 'an address without user, password, ? and #; credentials belong under auth')

const tagKey = z.string().regex(/^[-._A-Za-z0-9^~]{2,60}$/, 'expected the key of a tag such as nf.app')
const expression = z.string().min(1).max(LONGEST_EXPRESSION)

/** Which tags of the lines name what; they are what the preset groups by. */
export const AtlasTags = z.strictObject({
  /** Who calls. */
  source: tagKey.default('nf.app'),
  /** Who is called, on what callers publish. */
  target: tagKey.default('ipc.server.app'),
  /** Who calls, on what servers publish: absent on what comes from outside. */
  caller: tagKey.default('ipc.client.app'),
  /** Of whoever publishes. */
  service: tagKey.default('nf.app'),
  region: tagKey.default('nf.region'),
  zone: tagKey.default('nf.zone'),
  /** Where calls go to other regions and callers say so; the caller's own region counts otherwise. */
  targetRegion: tagKey.optional(),
  protocol: tagKey.optional(),
})
export type AtlasTags = z.infer<typeof AtlasTags>

/** Expressions of the stack language in place of the preset's; `null` for what is not to be asked. */
export const AtlasQueries = z.strictObject({
  /** Requests per second, a line per connection. Counters are rates already. */
  requests: expression.optional(),
  /** Failures per second; a connection without a line has none. */
  errors: expression.nullable().optional(),
  /** Answers per second that were served by a fallback or partially. */
  degraded: expression.optional(),
  /** Seconds; needs timers that keep percentiles. */
  p99: expression.nullable().optional(),
  /** Seconds, told by the doctor alone: neither is a percentile. */
  mean: expression.nullable().optional(),
  max: expression.nullable().optional(),
  /** What comes in from outside, a line per entry; asked where `entry` names any. */
  entryRequests: expression.nullable().optional(),
  entryErrors: expression.nullable().optional(),
  /** The same per zone. */
  zoneRequests: expression.nullable().optional(),
  zoneErrors: expression.nullable().optional(),
  /** Requests being worked on, of a service's worst instance; asked where `inflightLimit` says of how many. */
  inflight: expression.nullable().optional(),
  /** 0–1 and beyond, per service, where something is known better than by requests being worked on. */
  saturation: expression.optional(),
  /** Instances, or anything else above 0, per service and zone that they stand in. */
  instances: expression.optional(),
})
export type AtlasQueries = z.infer<typeof AtlasQueries>

export const AtlasLimits = z.strictObject({
  /** Of one answer, decoded. */
  bytes: z
    .number()
    .int()
    .min(1_024)
    .max(1024 ** 3)
    .default(16 * 1024 ** 2),
  /** For one poll as a whole, and so for each of its questions. */
  timeout: Duration.default(10_000),
  /** Questions under way at once. */
  concurrency: z.number().int().min(1).max(16).default(4),
})
export type AtlasLimits = z.infer<typeof AtlasLimits>

export const AtlasSettings = z
  .strictObject({
    id: SourceId,
    kind: z.literal('atlas'),
    /** Base address; a path prefix is kept. */
    url: Url,
    auth: HttpAuth.default({ kind: 'none' }),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'expected a header name such as X-Tenant'), oneLine)
      .default({}),
    /** The step of its data (`atlas.core.model.step` there). */
    period: Duration.refine((ms) => ms >= SHORTEST_PERIOD_MS, 'a duration of at least 1s').default(DEFAULT_PERIOD_MS),
    /** How many of the newest steps are not believed, for not everybody has published yet. */
    unsettledSteps: z.number().int().min(0).max(5).default(1),
    /** Everything this source tells belongs to this region. */
    region: RegionId.optional(),
    /** Services that the outside world calls. */
    entry: z.array(ServiceId).max(32).default([]),
    tags: AtlasTags.prefault({}),
    /** How many requests an instance may work on at once. */
    inflightLimit: z.number().positive().optional(),
    queries: AtlasQueries.prefault({}),
    limits: AtlasLimits.prefault({}),
  })
  .transform((settings) => {
    const preset = presetExpressions(settings.tags, settings.entry)
    return { ...settings, expressions: { ...preset, ...withoutAbsent(settings.queries) } }
  })
export type AtlasSettings = z.infer<typeof AtlasSettings>
/** As written in the file, before defaults. */
export type AtlasSettingsInput = z.input<typeof AtlasSettings>

function withoutAbsent(queries: AtlasQueries): { [Key in keyof AtlasQueries]?: string | null } {
  return Object.fromEntries(Object.entries(queries).filter(([, query]) => query !== undefined))
}
