import { createEdgeColumns, createNodeColumns, type Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'

/** A small fleet for tests: regular, fully known, and changed by the test where it matters. */
export interface FleetSize {
  regions: number
  /** Services of each region, the first of which is its entry. */
  services: number
}

export const SMALL_FLEET: FleetSize = { regions: 2, services: 3 }

const PERIOD_MS = 1_000

export function fleetRoster({ regions, services }: FleetSize = SMALL_FLEET, version = 0): Roster {
  const ids = Array.from({ length: regions }, (_, region) => `region-${region}`)
  const internet = { region: 'global', service: 'internet', name: 'Internet', kind: 'internet' as const, feed: 0 }
  return {
    epoch: 'epoch-1',
    version,
    regions: ids.map((id) => ({ id, name: id })),
    zones: [],
    feeds: ids.map((region) => ({ source: 'mesh', region, periodMs: PERIOD_MS })),
    businessMetrics: [{ id: 'stream-starts', name: 'stream starts', unit: '/s', source: 'mesh' }],
    nodes: [
      internet,
      ...ids.flatMap((region, feed) =>
        Array.from({ length: services }, (_, service) => ({
          region,
          service: `service-${service}`,
          name: `service-${service}`,
          kind: 'service' as const,
          feed,
        })),
      ),
    ],
    edges: ids.map((_, region) => ({
      source: 0,
      target: 1 + region * services,
      protocol: 'http' as const,
      entry: true,
      feed: region,
    })),
  }
}

export interface FleetFrame {
  roster: Roster
  at: number
  seq?: number
  requestsPerSecond?: number
  errorShare?: number
  degradedShare?: number
}

/** Every row and total has the same rates, observed at the frame's own instant. */
export function fleetFrame(given: FleetFrame): Frame {
  const { roster, at, seq = at / 1_000, requestsPerSecond = 100, errorShare = 0.01, degradedShare = 0.05 } = given
  const nodes = createNodeColumns(roster.nodes.length)
  const edges = createEdgeColumns(roster.edges.length)
  for (const columns of [nodes, edges]) {
    columns.requestsPerSecond.fill(requestsPerSecond)
    columns.errorShare.fill(errorShare)
    columns.degradedShare.fill(degradedShare)
    columns.p99LatencyMs.fill(40)
    columns.lagMs.fill(0)
  }
  nodes.saturation.fill(0.5)
  return {
    seq,
    rosterEpoch: roster.epoch,
    rosterVersion: roster.version,
    at,
    worldAt: at,
    feedObservedAt: new Float64Array(roster.feeds.length).fill(at),
    nodes,
    edges,
    regionTotals: roster.regions.map(() => ({
      requestsPerSecond,
      errorShare,
      degradedShare,
      p99LatencyMs: 40,
      headroomShare: 0.5,
      tightestNode: 1,
      observedAt: at,
      missingEdges: [],
    })),
    zoneTotals: [],
    businessTotals: roster.businessMetrics.map(() => ({
      value: 7,
      byRegion: roster.regions.map(() => 7 / roster.regions.length),
      observedAt: at,
    })),
  }
}
