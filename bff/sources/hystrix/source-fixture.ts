import { systemTimers } from '#bff/system-timers.ts'
import type { BreakerReading } from '#bff/topology/facts.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { TrafficSource } from '../source.ts'
import { HystrixSettings, TurbineSettings } from './settings.ts'
import { createHystrixSource, createTurbineSource } from './source.ts'

const { signal } = new AbortController()

const SURROUNDINGS = {
  regions: ['us-east-1', 'eu-west-1'],
  clock: { now: () => Date.now() },
  steadyNow: () => performance.now(),
  timers: systemTimers,
  random: () => 0,
}

/** A source that reads these instances. */
export function sourceOfInstances(instances: readonly object[], over: object = {}): TrafficSource {
  const settings = HystrixSettings.parse({ id: 'hystrix', kind: 'hystrix', instances, ...over })
  return createHystrixSource({ id: 'hystrix', settings, registry: null, ...SURROUNDINGS })
}

export function sourceOfClusters(clusters: readonly object[], over: object = {}): TrafficSource {
  const settings = TurbineSettings.parse({ id: 'turbine', kind: 'turbine', clusters, ...over })
  return createTurbineSource({ id: 'turbine', settings, ...SURROUNDINGS })
}

export async function reportOf(source: TrafficSource): Promise<SourceReport> {
  const outcome = await source.poll({ signal })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report
}

/** What is wrong now, in words: of the whole source, or of parts of it. */
export async function problemsOf(source: TrafficSource): Promise<string> {
  const outcome = await source.poll({ signal })
  if (outcome.kind === 'failed') return outcome.problem.message
  return outcome.report.problems.map(({ message }) => message).join(' ')
}

export async function breakerOf(source: TrafficSource, command: string): Promise<BreakerReading | undefined> {
  return (await reportOf(source)).facts?.breakers?.find((breaker) => breaker.command === command)
}
