import { z } from 'zod'
import { EpochMs, Protocol, RegionId, ServiceId, ZoneId } from './ids.ts'
import { Freshness } from './freshness.ts'
import { Health } from './health.ts'
import { NodeKind, NodeNotice } from './roster.ts'

/** `GET /api/v1/traffic`: the latest frame in words. Numbers are null where unknown; zero is a measured zero. */

export const Age = z.strictObject({
  state: Freshness,
  /** UTC ms of the newest sample; null when never seen. */
  observedAt: EpochMs.nullable(),
  /** At the moment of the answer; null when never seen. */
  ageSeconds: z.number().nullable(),
})
export type Age = z.infer<typeof Age>

const Measures = {
  requestsPerSecond: z.number().nullable(),
  /** 0–1. */
  errorShare: z.number().nullable(),
  /** 0–1. */
  degradedShare: z.number().nullable(),
  p99LatencyMs: z.number().nullable(),
  health: Health,
  freshness: Age,
}

export const RegionTraffic = z.strictObject({
  id: RegionId,
  name: z.string(),
  ...Measures,
  /** Share of the world's entry traffic, 0–1; null when a part of the world is unknown. */
  trafficShare: z.number().nullable(),
  /** 0–1; null unless capacity is known. */
  headroomShare: z.number().nullable(),
  /** The service that bounds the headroom. */
  tightestService: ServiceId.nullable(),
  /** Entry connections the sum lacks. */
  missing: z.array(z.string()),
})
export type RegionTraffic = z.infer<typeof RegionTraffic>

export const ServiceTraffic = z.strictObject({
  region: RegionId,
  service: ServiceId,
  name: z.string(),
  kind: NodeKind,
  owner: z.string().nullable(),
  ...Measures,
  saturation: z.number().nullable(),
  /** Circuit breakers that are open or being probed; null where no source tells. */
  breakersOpen: z.number().int().nullable(),
  /** What a monitoring system says of it, the worst first. */
  notices: z.array(NodeNotice),
})
export type ServiceTraffic = z.infer<typeof ServiceTraffic>

export const EdgeTraffic = z.strictObject({
  sourceRegion: RegionId,
  source: ServiceId,
  targetRegion: RegionId,
  target: ServiceId,
  protocol: Protocol,
  ...Measures,
})
export type EdgeTraffic = z.infer<typeof EdgeTraffic>

export const ZoneTraffic = z.strictObject({
  region: RegionId,
  zone: ZoneId,
  requestsPerSecond: z.number().nullable(),
  errorShare: z.number().nullable(),
})
export type ZoneTraffic = z.infer<typeof ZoneTraffic>

export const BusinessTraffic = z.strictObject({
  id: ServiceId,
  name: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
  byRegion: z.array(z.strictObject({ region: RegionId, value: z.number().nullable() })),
  freshness: Age,
})
export type BusinessTraffic = z.infer<typeof BusinessTraffic>

export const Traffic = z.strictObject({
  at: EpochMs,
  worldAt: EpochMs,
  seq: z.number().int(),
  simulated: z.boolean(),
  /** Sum over the regions; null when none is known. */
  requestsPerSecond: z.number().nullable(),
  /** Regions whose part is missing from that sum. */
  missing: z.array(RegionId),
  regions: z.array(RegionTraffic),
  zones: z.array(ZoneTraffic),
  business: z.array(BusinessTraffic),
  /** Only with `?region=`. */
  services: z.array(ServiceTraffic).optional(),
  edges: z.array(EdgeTraffic).optional(),
})
export type Traffic = z.infer<typeof Traffic>

export const TrafficQuery = z.strictObject({ region: RegionId.optional() })
export type TrafficQuery = z.infer<typeof TrafficQuery>
