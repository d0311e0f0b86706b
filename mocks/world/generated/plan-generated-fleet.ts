import { REGION_PEAK_REQUESTS_PER_SECOND } from '../demand.ts'
import { meanFactorOf, SERVICE_SHAPE, STORE_SHAPE } from '../latency-shape.ts'
import { REGIONS } from '../regions.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { GeneratedFleet } from './generate-fleet.ts'

/** What never changes about a made-up fleet, in flat columns. */
export interface GeneratedPlan {
  /** By service: median of its own work, ms. */
  serviceMs: Float64Array
  /** By node row: requests/s one instance carries. */
  capacityPerInstance: Float64Array
  /** By node row: instances of what keeps a fixed size; 0 for what follows its load. */
  fixedInstances: Float64Array
  edges: { shape: Float64Array; meanFactor: Float64Array; timeoutMs: Float64Array; timeoutPower: Float64Array }
}

/** Held at about this use by whoever scales. */
export const USUAL_USE = 0.55
const STORE_USE_AT_PEAK = 0.6

export function planGeneratedFleet(fleet: GeneratedFleet, random: SeededRandom): GeneratedPlan {
  const { services, catalog, loadPerEntry, kinds } = fleet
  const serviceMs = Float64Array.from(kinds, (kind) => {
    if (kind === 'external') return 40 + 80 * random.uniform()
    return (kind === 'datastore' ? 1.2 : 3) * Math.exp(0.7 * random.normal())
  })
  const rows = REGIONS.length * services
  const capacityPerInstance = new Float64Array(rows)
  const fixedInstances = new Float64Array(rows)
  for (let service = 0; service < services; service += 1) {
    const atPeak = 3 + Math.round(30 * random.uniform() ** 3)
    REGIONS.forEach((_, region) => {
      const row = region * services + service
      const peak = REGION_PEAK_REQUESTS_PER_SECOND[region] * loadPerEntry[service]
      capacityPerInstance[row] = peak / (atPeak * STORE_USE_AT_PEAK)
      fixedInstances[row] = kinds[service] === 'service' ? 0 : atPeak
    })
  }
  const shape = Float64Array.from(catalog.edges, ({ protocol }) =>
    protocol === 'database' ? STORE_SHAPE : SERVICE_SHAPE,
  )
  const timeoutMs = Float64Array.from(catalog.edges, ({ protocol }) => (protocol === 'database' ? 1_000 : 4_000))
  return {
    serviceMs,
    capacityPerInstance,
    fixedInstances,
    edges: {
      shape,
      meanFactor: shape.map(meanFactorOf),
      timeoutMs,
      timeoutPower: timeoutMs.map((limit, edge) => limit ** shape[edge]),
    },
  }
}
