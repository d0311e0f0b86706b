import { REGIONS, ZONES_PER_REGION } from '../regions.ts'
import type { RecordedState } from '../record-traffic.ts'
import type { WorldGauges } from '../world.ts'
import type { GeneratedFleet } from './generate-fleet.ts'

/** Everything that changes while a made-up fleet runs; allocated once. Rates are per second, shares 0–1. */
export interface GeneratedState extends RecordedState {
  nodes: {
    load: Float64Array
    /** What a caller gets, its callees included. */
    fail: Float64Array
    degraded: Float64Array
    medianMs: Float64Array
    /** In standard deviations, as all that wanders. */
    wander: Float64Array
  }
  edges: RecordedState['edges'] & { wander: Float64Array }
  regions: RecordedState['regions'] & { wander: Float64Array }
  gauges: WorldGauges
}

export function createGeneratedState({ catalog, services }: GeneratedFleet): GeneratedState {
  const outside = REGIONS.length * services
  const node = () => new Float64Array(catalog.nodes.length)
  const edge = () => new Float64Array(catalog.edges.length)
  const region = () => new Float64Array(REGIONS.length)
  // All of a made-up fleet has power.
  const instances = node().fill(NaN, outside)
  return {
    nodes: { load: node(), fail: node(), degraded: node(), medianMs: node(), wander: node() },
    edges: {
      attempts: edge(),
      errorShare: edge(),
      timeoutShare: edge(),
      degradedShare: edge(),
      medianMs: edge(),
      medianPower: edge(),
      wander: edge(),
    },
    regions: {
      entryAttempts: region(),
      zoneWeight: new Float64Array(REGIONS.length * ZONES_PER_REGION),
      connectFail: region(),
      streamStarts: region(),
      wander: region(),
    },
    gauges: {
      // INTERNET and the CDN have no instances we know of.
      saturation: node().fill(NaN, outside),
      instancesReady: instances,
      instancesStarting: node().fill(NaN, outside),
      instancesPlaced: instances,
      zonesAlive: new Float64Array(REGIONS.length * ZONES_PER_REGION).fill(1),
      breaker: new Uint8Array(catalog.edges.length),
      breakersOpen: node().fill(NaN, outside),
    },
  }
}
