import { createSeededRandom } from '#mocks/world/seeded-random.ts'
import type { InstanceGroup } from './instance-group.ts'

export const WINDOW_MS = 30_000
export const FIRST_AT = 1_700_000_000_000

/** A group whose one latency is what `times` makes of 200 ms, with 3 % jitter, and whose errors are what `errors` says. */
export function groupOf({
  count,
  windows = 20,
  seed = 1,
  times = () => 1,
  errors = () => 0,
}: {
  count: number
  windows?: number
  seed?: number
  times?: (instance: number, window: number) => number
  errors?: (instance: number, window: number) => number
}): InstanceGroup {
  const random = createSeededRandom(seed)
  const cells = Array.from({ length: windows * count }, (_, cell) => ({
    instance: cell % count,
    window: Math.floor(cell / count),
  }))
  const latency = cells.map(({ instance, window }) => 200 * times(instance, window) * Math.exp(0.03 * random.normal()))
  return {
    service: 'playback-api',
    region: 'us-east-1',
    zone: 'us-east-1a',
    version: 'v412',
    instances: Array.from({ length: count }, (_, instance) => `i-${instance}`),
    at: Array.from({ length: windows }, (_, window) => FIRST_AT + window * WINDOW_MS),
    measures: [
      { name: 'p99LatencyMs', unit: 'ms', leastStep: 0, values: Float64Array.from(latency) },
      {
        name: 'errorShare',
        unit: 'share',
        leastStep: 0.005,
        values: Float64Array.from(cells, ({ instance, window }) => errors(instance, window)),
      },
    ],
  }
}
