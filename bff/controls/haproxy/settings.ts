import { z } from 'zod'
import { EVERYBODY, InstanceId, PlaneId, PlaneTarget, SegmentId } from '#contract/evacuation/plane.ts'
import { RegionId, ServiceId } from '#contract/ids.ts'

/**
 * One entry of `controls:` with `kind: haproxy`: proxies steered through their runtime API (`stats socket … level admin`).
 * What is set there is lost when a proxy is reloaded, unless it loads its server state from a file; the drift watch
 * sees that. README.md beside this file says what goes into haproxy.cfg.
 */

/** HAProxy refuses a weight above it. */
export const MOST_SERVER_WEIGHT = 256

/** A name as HAProxy takes it, and nothing that could end a command. */
const Name = z.string().regex(/^[A-Za-z0-9_.:-]{1,200}$/, 'a name of HAProxy: letters, digits and _ . : -')

/** `/run/haproxy/admin.sock`, or `127.0.0.1:9999`: the API knows no password, so it must not leave the machine. */
const SocketAddress = z
  .string()
  .refine(
    (text) => isUnixPath(text) || isLoopbackPort(text),
    'the path of a unix socket, or a port of this machine such as 127.0.0.1:9999: the runtime API knows no password',
  )

const FilePath = z.string().regex(/^\/[A-Za-z0-9_./-]{1,300}$/, 'a path without spaces')

/** Every server's weight by itself: fine and at once, but several writes that are not one. */
const SplitByWeights = z.strictObject({
  by: z.literal('weights'),
  /** The backend that serves each segment. */
  backends: z.record(SegmentId, Name).refine((map) => Object.keys(map).length > 0, 'at least one backend'),
})

/** A map from `segment/bucket` to a backend, exchanged as a whole: all segments change at once or none. */
const SplitByMap = z.strictObject({
  by: z.literal('map'),
  /** As haproxy.cfg names it. */
  file: FilePath,
  segments: z.array(SegmentId).min(1).max(500).default([EVERYBODY]),
  /** So many parts each segment is dealt in; the `rand(…)` of haproxy.cfg. */
  buckets: z.number().int().min(1).max(MOST_SERVER_WEIGHT).default(100),
})

export const HaproxyTarget = PlaneTarget.extend({
  /** Its servers in the backend of every segment; one that is called like the target where absent. */
  servers: z.array(Name).min(1).max(100).optional(),
  /** With `by: map`: the backend that leads to it; called like the target where absent. */
  backend: Name.optional(),
})
export type HaproxyTarget = z.infer<typeof HaproxyTarget>

export const HaproxySettings = z.strictObject({
  id: PlaneId,
  kind: z.literal('haproxy'),
  instances: z
    .array(
      z.strictObject({
        id: InstanceId,
        socket: SocketAddress,
        /** The region it stands in: a dark one must not block an evacuation of it. */
        livesIn: RegionId.optional(),
      }),
    )
    .min(1)
    .max(256),
  targets: z.array(HaproxyTarget).min(1).max(256),
  split: z.discriminatedUnion('by', [SplitByWeights, SplitByMap]),
  /**
   * What a weight of zero does besides: with `maint`, servers are put into maintenance, which moves clients that a
   * cookie or a table holds; with `weight`, those stay where they are.
   */
  zero: z.enum(['weight', 'maint']).default('weight'),
  /** The services whose traffic it splits; all that enters where absent. */
  services: z.array(ServiceId).optional(),
  /** From an accepted write to moved traffic, ms. */
  effectDelayMs: z
    .strictObject({ usual: z.number().min(0).default(1_000), worst: z.number().min(0).default(10_000) })
    .prefault({}),
  /** What keeps clients where they are: `cookies` for a `cookie` line or a stick table. */
  stickiness: z.enum(['none', 'connections', 'cookies']).default('none'),
})
export type HaproxySettings = z.infer<typeof HaproxySettings>

export type WeightSplit = z.infer<typeof SplitByWeights>
export type MapSplit = z.infer<typeof SplitByMap>

export function serversOf(target: HaproxyTarget): readonly string[] {
  return target.servers ?? [target.id]
}

export function backendOf(target: HaproxyTarget): string {
  return target.backend ?? target.id
}

function isUnixPath(text: string): boolean {
  return /^\/[\x21-\x7e]{1,106}$/.test(text)
}

function isLoopbackPort(text: string): boolean {
  const port = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\]):(\d{1,5})$/.exec(text)?.[1]
  return port !== undefined && Number(port) > 0 && Number(port) < 65_536
}
