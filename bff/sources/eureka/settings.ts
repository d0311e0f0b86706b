import { z } from 'zod'
import { RegionId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth, oneLine } from '../http-auth.ts'

/** One entry of `sources:` with `kind: eureka`: the registry of who runs where, and in which state. */

/** A server makes its lists anew every 30 s unless told otherwise, so asking more often tells nothing new. */
const DEFAULT_PERIOD_MS = 30_000
const SHORTEST_PERIOD_MS = 1_000

const Url = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}, 'an address without user, password, ? and #; credentials belong under auth')

const metadataKeys = z.array(z.string().min(1).max(200)).max(16)

/** Where an instance's metadata tells what the registry has no field for; the first key that is there decides. */
export const MetadataKeys = z.strictObject({
  version: metadataKeys.default(['version', 'app.version', 'build.version']),
  zone: metadataKeys.default(['zone', 'availability-zone']),
  region: metadataKeys.default(['region']),
})
export type MetadataKeys = z.infer<typeof MetadataKeys>

export const EurekaLimits = z.strictObject({
  /** Of one answer, decoded. */
  bytes: z
    .number()
    .int()
    .min(1_024)
    .max(1024 ** 3)
    .default(64 * 1024 ** 2),
  timeout: Duration.default(10_000),
})
export type EurekaLimits = z.infer<typeof EurekaLimits>

export const EurekaSettings = z.strictObject({
  id: SourceId,
  kind: z.literal('eureka'),
  /** Base address, without the prefix: `http://eureka:8761`. */
  url: Url,
  /** `/eureka` of Spring Cloud's server, `/eureka/v2` of Netflix's own. */
  prefix: z
    .string()
    .regex(/^(?:\/[A-Za-z0-9._-]+)*$/, 'a path such as /eureka or /eureka/v2, without a / at its end')
    .default('/eureka'),
  auth: HttpAuth.default({ kind: 'none' }),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'expected a header name such as X-Tenant'), oneLine)
    .default({}),
  period: Duration.refine((ms) => ms >= SHORTEST_PERIOD_MS, 'a duration of at least 1s').default(DEFAULT_PERIOD_MS),
  /** How old a list may be when the server hands it out (`responseCacheUpdateIntervalMs` there). */
  cache: Duration.default(DEFAULT_PERIOD_MS),
  /** Whether only what has changed is asked for, with a whole list whenever the two do not add up. */
  delta: z.boolean().default(false),
  /** Everything this registry lists runs in this region. */
  region: RegionId.optional(),
  metadata: MetadataKeys.prefault({}),
  /** Whether instances may be taken out of service through it, and let back. */
  actions: z.boolean().default(false),
  limits: EurekaLimits.prefault({}),
})
export type EurekaSettings = z.infer<typeof EurekaSettings>
/** As written in the file, before defaults. */
export type EurekaSettingsInput = z.input<typeof EurekaSettings>
