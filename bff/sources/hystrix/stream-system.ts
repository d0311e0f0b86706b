import type { BreakerReading } from '#bff/topology/facts.ts'
import type { InstanceList } from './instance-list.ts'
import type { StreamSet, StreamTold } from './stream-set.ts'

/** What differs between streams of instances and streams of clusters. */
export interface StreamSystem<Reading extends { at: number }> {
  kind: 'hystrix' | 'turbine'
  preset: string
  url: string
  periodMs: number
  list: (signal: AbortSignal) => Promise<InstanceList>
  openSet: () => StreamSet<Reading>
  breakersOf: (told: readonly StreamTold<Reading>[]) => BreakerReading[]
}
