import type { SimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import type { Roster } from '#contract/roster.ts'

/** A roster with as many rows as the simulated fleet's frames. */
export function rosterOfFleet({ shape }: Pick<SimulatedFleet, 'shape'>): Roster {
  const regions = Array.from({ length: shape.regions }, (_, index) => ({
    id: `region-${index}`,
    name: `Region ${index}`,
  }))
  const regionOf = (index: number) => `region-${index % shape.regions}`
  return {
    epoch: 'simulated',
    version: 1,
    regions,
    zones: Array.from({ length: shape.zones }, (_, index) => ({ region: regionOf(index), id: `zone-${index}` })),
    feeds: Array.from({ length: shape.feeds }, (_, index) => ({
      source: 'bench',
      region: regionOf(index),
      periodMs: 1_000,
    })),
    businessMetrics: Array.from({ length: shape.businessMetrics }, (_, index) => ({
      id: `metric-${index}`,
      name: 'starts',
      unit: '/s',
      source: 'bench',
    })),
    nodes: Array.from({ length: shape.nodes }, (_, index) => ({
      region: regionOf(index),
      service: `service-${index}`,
      name: `service-${index}`,
      kind: 'service' as const,
      feed: index % shape.feeds,
    })),
    edges: Array.from({ length: shape.edges }, (_, index) => ({
      source: index % shape.nodes,
      target: (index * 7 + 1) % shape.nodes,
      protocol: 'http' as const,
      feed: index % shape.feeds,
    })),
  }
}
