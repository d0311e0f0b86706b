import type { Facts } from '#bff/topology/facts.ts'
import { readClusterBreakers } from './cluster-facts.ts'
import type { ReadingFacts } from './reading-facts.ts'
import { readResilience4jBreakers } from './resilience4j-facts.ts'

/** What is known beyond traffic; undefined where nothing was asked, or nothing came back. */
export function readFacts(facts: ReadingFacts): Facts | undefined {
  const { settings } = facts
  const ofProxies = settings.preset === 'envoy' ? readClusterBreakers({ ...facts, settings }) : undefined
  const { resilience4j } = settings
  const ofServices = resilience4j === undefined ? undefined : readResilience4jBreakers(facts, resilience4j)
  // A list replaces the earlier one: half of it would take the other half away.
  const isHalf =
    (settings.preset === 'envoy' && settings.circuitBreakers && !facts.isAnswered('cluster:proxies')) ||
    (resilience4j !== undefined && !facts.isAnswered('breaker:states'))
  if (isHalf || (ofProxies === undefined && ofServices === undefined)) return undefined
  return { breakers: [...(ofProxies ?? []), ...(ofServices ?? [])] }
}
