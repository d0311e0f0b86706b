import { z } from 'zod'

/** A readable slug, stable across renames: lower-case letters, digits, `.`, `_` and `-`; 1–128 characters. */
const slug = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/, 'expected a slug such as "us-east-1" or "playback-api"')

export const RegionId = slug
export type RegionId = z.infer<typeof RegionId>

export const ZoneId = slug
export type ZoneId = z.infer<typeof ZoneId>

/** A service id carries no region: `playback-api`, never `us-east-1/playback-api`. */
export const ServiceId = slug
export type ServiceId = z.infer<typeof ServiceId>

export const SourceId = slug
export type SourceId = z.infer<typeof SourceId>

/** Protocol of a connection as the source names it; `unknown` where it does not tell. */
export const Protocol = z.enum(['http', 'grpc', 'tcp', 'messaging', 'database', 'unknown'])
export type Protocol = z.infer<typeof Protocol>

/** The pseudo-region of what belongs to no region: INTERNET and the CDN. */
export const GLOBAL_REGION: RegionId = 'global'
/** The service id of everybody outside. */
export const INTERNET: ServiceId = 'internet'
/** The service id of the content delivery network. */
export const CDN: ServiceId = 'cdn'

/** A service in one region: what the map draws as one node. */
export interface NodeKey {
  region: RegionId
  service: ServiceId
}

/** A connection is its five parts; two services may be joined by several protocols. */
export interface EdgeKey {
  sourceRegion: RegionId
  source: ServiceId
  targetRegion: RegionId
  target: ServiceId
  protocol: Protocol
}

/** `us-east-1/playback-api`; unique among nodes, used in URLs and as a map key. */
export function nodeIdOf(key: NodeKey): string {
  return `${key.region}/${key.service}`
}

/** `us-east-1/api>us-east-1/identity:http`; unique among edges. */
export function edgeIdOf(key: EdgeKey): string {
  return `${key.sourceRegion}/${key.source}>${key.targetRegion}/${key.target}:${key.protocol}`
}

/** Everything that is not a slug: 26 characters of Crockford's base 32, sortable by time. */
export const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'expected a ULID')
export type Ulid = z.infer<typeof Ulid>

/** UTC milliseconds since 1970. */
export const EpochMs = z.number().int().min(0).max(8_640_000_000_000_000)
export type EpochMs = z.infer<typeof EpochMs>
