import { z } from 'zod'
import { RegionId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth } from '../http-auth.ts'
import { isNetwork } from '../pcp/hostspec.ts'

/** Entries of `sources:` with `kind: hystrix` (each instance's own stream) or `kind: turbine` (a cluster's). */

const SHORTEST_PERIOD_MS = 1_000
/** Hystrix gives five connections an instance, and its dashboards and Turbine take some of them. */
const MOST_CONNECTIONS_PER_INSTANCE = 4

const StreamUrl = z.url({ protocol: /^https?$/ }).refine(
  (text) => {
    if (!URL.canParse(text)) return true
    const url = new URL(text)
    return url.username === '' && url.password === '' && url.hash === ''
  },
  { error: 'an http or https address without user, password and #; credentials belong under auth' },
)

/** As the source is to write it; who is meant is said by `identity`. */
const ServiceName = z.string().min(1).max(400)

const limits = {
  /** Streams held at once, over all instances. */
  streams: z.number().int().min(1).max(2_000).default(400),
  /** Of one event. */
  bytes: z
    .number()
    .int()
    .min(1_024)
    .max(16 * 1024 ** 2)
    .default(256 * 1_024),
  /** For the first byte of an answer. */
  timeout: Duration.default(10_000),
  /** A stream on which not even a ping came for so long is taken for dead. */
  silence: Duration.default(3_000),
}

const common = {
  id: SourceId,
  auth: HttpAuth.default({ kind: 'none' }),
  /** How often the streams are summed up. */
  period: Duration.refine((ms) => ms >= SHORTEST_PERIOD_MS, 'a duration of at least 1s').default(SHORTEST_PERIOD_MS),
}

export const ConfiguredStream = z.strictObject({
  url: StreamUrl,
  /** Who holds the breakers that are told of there. */
  service: ServiceName,
  region: RegionId.optional(),
  /** What the instance is called on screen; host and port of the url where absent. */
  instance: z.string().min(1).max(200).optional(),
})
export type ConfiguredStream = z.infer<typeof ConfiguredStream>

export const HystrixSettings = z
  .strictObject({
    ...common,
    kind: z.literal('hystrix'),
    /** The instances, one by one … */
    instances: z.array(ConfiguredStream).max(10_000).default([]),
    /** … or the id of a registry among the sources of this file, which knows them. */
    registry: SourceId.optional(),
    /** Of the registry's services only these, as it writes them. */
    services: z.array(ServiceName).min(1).max(2_000).optional(),
    /** Where the registry's instances serve their stream; `{instance}`, `{service}` and `{region}` may stand in it. */
    path: z
      .string()
      .regex(/^\/[^\s#\\]*$/, 'a path such as /hystrix.stream or /actuator/hystrix.stream')
      .default('/hystrix.stream'),
    /** The port of the stream where it is not the one that is registered: Spring's management port. */
    port: z.number().int().min(1).max(65_535).optional(),
    /** Networks that the registry's addresses may lie in. What comes from data is never asked unless it is listed. */
    networks: z.array(z.string().refine(isNetwork, 'a network such as 10.0.0.0/8 or fd00::/8')).max(64).default([]),
    limits: z
      .strictObject({
        ...limits,
        /** Of one host and port, of those the registry lists. */
        connectionsPerInstance: z.number().int().min(1).max(MOST_CONNECTIONS_PER_INSTANCE).default(1),
      })
      .prefault({}),
  })
  .superRefine((settings, ctx) => {
    if (settings.instances.length === 0 && settings.registry === undefined) {
      ctx.addIssue({
        code: 'custom',
        path: ['instances'],
        message: 'instances with their url, service and region, or the registry that knows them',
      })
    }
    if (settings.registry !== undefined && settings.networks.length === 0) {
      ctx.addIssue({
        code: 'custom',
        path: ['networks'],
        message: 'the networks the addresses of the registry may lie in, such as [10.0.0.0/8]',
      })
    }
  })
export type HystrixSettings = z.infer<typeof HystrixSettings>

export const TurbineSettings = z.strictObject({
  ...common,
  kind: z.literal('turbine'),
  /** `http://turbine/turbine.stream?cluster=PLAYBACK`, one for each cluster. */
  clusters: z
    .array(ConfiguredStream.omit({ instance: true }))
    .min(1)
    .max(200),
  limits: z.strictObject(limits).prefault({}),
})
export type TurbineSettings = z.infer<typeof TurbineSettings>
