import { z } from 'zod'
import type { FrameShape } from './frame-codec/frame-header.ts'
import { Protocol, RegionId, ServiceId, SourceId, ZoneId } from './ids.ts'

/**
 * The roster names the rows of the frames. Rows are only ever appended while an epoch lasts: an index, once given,
 * means the same thing until the roster is sent whole again. What is gone is marked `gone`, never renumbered.
 */

export const GeoPosition = z.strictObject({
  /** Degrees, −90…90. */
  latitude: z.number().min(-90).max(90),
  /** Degrees, −180…180. */
  longitude: z.number().min(-180).max(180),
})
export type GeoPosition = z.infer<typeof GeoPosition>

export const RosterRegion = z.strictObject({
  id: RegionId,
  name: z.string(),
  position: GeoPosition.optional(),
})
export type RosterRegion = z.infer<typeof RosterRegion>

export const RosterZone = z.strictObject({ region: RegionId, id: ZoneId })
export type RosterZone = z.infer<typeof RosterZone>

/** What a node is, as far as a source tells; draws its icon and its place from entry to leaves. */
export const NodeKind = z.enum(['internet', 'cdn', 'service', 'datastore', 'queue', 'external'])
export type NodeKind = z.infer<typeof NodeKind>

/** Something a monitoring system says of a node; it stands until that system takes it back. */
export const NodeNotice = z.strictObject({
  severity: z.enum(['info', 'warning', 'critical']),
  /** Text, never HTML. */
  text: z.string(),
})
export type NodeNotice = z.infer<typeof NodeNotice>

export const RosterNode = z.strictObject({
  region: RegionId,
  service: ServiceId,
  name: z.string(),
  kind: NodeKind,
  /** Team that owns it; absent where no source tells. */
  owner: z.string().optional(),
  domain: z.string().optional(),
  /** Zones of its region that its instances stand in, by the alphabet; absent where no source tells. */
  zones: z.array(ZoneId).min(1).max(64).optional(),
  /** The worst first; absent for none. */
  notices: z.array(NodeNotice).optional(),
  /** Index into `feeds`; what the row's freshness is measured against. */
  feed: z.number().int().min(0),
  gone: z.boolean().optional(),
})
export type RosterNode = z.infer<typeof RosterNode>

export const RosterEdge = z.strictObject({
  /** Indexes into `nodes`. */
  source: z.number().int().min(0),
  target: z.number().int().min(0),
  protocol: Protocol,
  /** True where traffic enters the region from outside: the region's total is the sum of these. */
  entry: z.boolean().optional(),
  feed: z.number().int().min(0),
  gone: z.boolean().optional(),
})
export type RosterEdge = z.infer<typeof RosterEdge>

/** One source's report on one region: the unit of freshness. */
export const RosterFeed = z.strictObject({
  source: SourceId,
  region: RegionId,
  /** The source's own period in ms: how often a new sample can be expected. */
  periodMs: z.number().positive(),
})
export type RosterFeed = z.infer<typeof RosterFeed>

export const RosterBusinessMetric = z.strictObject({
  id: ServiceId,
  /** As printed: `stream starts`. */
  name: z.string(),
  /** As printed after the number: `/s`. */
  unit: z.string(),
  source: SourceId,
})
export type RosterBusinessMetric = z.infer<typeof RosterBusinessMetric>

export const Roster = z.strictObject({
  /** Changes whenever rows are renumbered (a restart); frames of another epoch cannot be read with this roster. */
  epoch: z.string(),
  /** Grows by one with every change within the epoch. */
  version: z.number().int().min(0),
  regions: z.array(RosterRegion),
  zones: z.array(RosterZone),
  feeds: z.array(RosterFeed),
  businessMetrics: z.array(RosterBusinessMetric),
  nodes: z.array(RosterNode),
  edges: z.array(RosterEdge),
})
export type Roster = z.infer<typeof Roster>

/** What turns roster `version - 1` into `version`: rows appended, and rows whose facts changed (whole, by index). */
export const RosterDelta = z.strictObject({
  epoch: z.string(),
  version: z.number().int().min(1),
  zones: z.array(RosterZone),
  feeds: z.array(RosterFeed),
  businessMetrics: z.array(RosterBusinessMetric),
  nodes: z.array(RosterNode),
  edges: z.array(RosterEdge),
  changedNodes: z.array(z.tuple([z.number().int().min(0), RosterNode])),
  changedEdges: z.array(z.tuple([z.number().int().min(0), RosterEdge])),
})
export type RosterDelta = z.infer<typeof RosterDelta>

/** The new roster; throws where the delta does not continue this roster. */
export function applyRosterDelta(roster: Roster, delta: RosterDelta): Roster {
  if (delta.epoch !== roster.epoch || delta.version !== roster.version + 1) {
    throw new RangeError(
      `roster delta ${delta.epoch}#${delta.version} does not continue ${roster.epoch}#${roster.version}`,
    )
  }
  return {
    ...roster,
    version: delta.version,
    zones: [...roster.zones, ...delta.zones],
    feeds: [...roster.feeds, ...delta.feeds],
    businessMetrics: [...roster.businessMetrics, ...delta.businessMetrics],
    nodes: withChanges([...roster.nodes, ...delta.nodes], delta.changedNodes),
    edges: withChanges([...roster.edges, ...delta.edges], delta.changedEdges),
  }
}

function withChanges<Row>(rows: Row[], changes: readonly (readonly [number, Row])[]): Row[] {
  for (const [index, row] of changes) rows[index] = row
  return rows
}

/** How many rows of each kind a frame of this roster has: what its decoder must be told. */
export function frameShapeOf(roster: Roster): FrameShape {
  return {
    nodes: roster.nodes.length,
    edges: roster.edges.length,
    regions: roster.regions.length,
    zones: roster.zones.length,
    feeds: roster.feeds.length,
    businessMetrics: roster.businessMetrics.length,
  }
}
