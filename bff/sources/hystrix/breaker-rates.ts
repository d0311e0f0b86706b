import type { BreakerReading } from '#bff/topology/facts.ts'
import { sum, type CommandCounts } from './command-reading.ts'

export type BreakerRates = Pick<
  BreakerReading,
  | 'requestsPerSecond'
  | 'errorShare'
  | 'failuresPerSecond'
  | 'timeoutsPerSecond'
  | 'shortCircuitedPerSecond'
  | 'rejectionsPerSecond'
  | 'fallbacksPerSecond'
>

export function ratesOf({ counts, windowMs }: { counts: CommandCounts; windowMs: number }): BreakerRates {
  const perSecond = (count: number) => (count * 1_000) / windowMs
  const failed = sum(counts.failures, counts.timeouts, counts.shortCircuited, counts.rejections)
  return {
    requestsPerSecond: perSecond(counts.requests),
    // No calls have no share.
    errorShare: counts.requests > 0 ? Math.min(1, failed / counts.requests) : NaN,
    failuresPerSecond: perSecond(counts.failures),
    timeoutsPerSecond: perSecond(counts.timeouts),
    shortCircuitedPerSecond: perSecond(counts.shortCircuited),
    rejectionsPerSecond: perSecond(counts.rejections),
    fallbacksPerSecond: perSecond(counts.fallbacks),
  }
}

/** Of several instances together. */
export function addRates(rates: readonly BreakerRates[]): BreakerRates {
  const added = (name: keyof BreakerRates) => sum(...rates.map((rate) => rate[name]))
  const shared = rates.filter(({ errorShare, requestsPerSecond }) => !Number.isNaN(errorShare * requestsPerSecond))
  const requests = sum(...shared.map(({ requestsPerSecond }) => requestsPerSecond))
  const failed = sum(...shared.map(({ errorShare, requestsPerSecond }) => errorShare * requestsPerSecond))
  return {
    requestsPerSecond: added('requestsPerSecond'),
    errorShare: failed / requests,
    failuresPerSecond: added('failuresPerSecond'),
    timeoutsPerSecond: added('timeoutsPerSecond'),
    shortCircuitedPerSecond: added('shortCircuitedPerSecond'),
    rejectionsPerSecond: added('rejectionsPerSecond'),
    fallbacksPerSecond: added('fallbacksPerSecond'),
  }
}
