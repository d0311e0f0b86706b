import type { InstanceReading } from '#bff/topology/facts.ts'
import type { TrafficSource } from './source.ts'

/** The instances a registry told last, for sources that read from them. */
export type KnownInstances = (input: { signal: AbortSignal }) => Promise<readonly InstanceReading[] | null>

/**
 * The same source, whose instances others can look up. It is polled by its own poller alone; only where it never was
 * (the doctor asks each source once) a look-up asks it.
 */
export function rememberInstances(source: TrafficSource): { source: TrafficSource; known: KnownInstances } {
  let instances: readonly InstanceReading[] | null = null
  let isAsked = false
  const poll: TrafficSource['poll'] = async (input) => {
    isAsked = true
    const outcome = await source.poll(input)
    if (outcome.kind === 'answered') instances = outcome.report.facts?.instances ?? instances
    return outcome
  }
  return {
    source: { ...source, poll },
    async known(input) {
      if (!isAsked) await poll(input)
      return instances
    },
  }
}
