import type { SeededRandom } from '../seeded-random.ts'
import type { FleetSize } from './fleet-size.ts'

/**
 * Who calls whom in a made-up fleet. Services stand in tiers, entry first, and are numbered tier by tier, so that a
 * call always goes to a higher number: no call runs in a circle and load can be passed down in one sweep. First every
 * service gets one caller from the tiers above, so that all are reached; the other calls are drawn, most to the next
 * tiers of the caller's own domain, many to a few popular services. Where chance finds no free pair any more (a fleet of
 * few services and many calls), the free pairs are taken in order.
 */
export interface GeneratedCalls {
  /** Of each service, 0 (the entry) to TIERS − 1 (what calls nobody). */
  tier: Uint8Array
  /** Of each service; the entry belongs to none (−1). */
  domain: Int16Array
  /** One a connection, sorted by caller. */
  source: Int32Array
  target: Int32Array
}

/** Where each tier ends, as a share of the services behind the entry: gateways, front, middle, back, leaves. */
const TIER_ENDS: readonly number[] = [0.03, 0.16, 0.48, 0.75, 1]
export const LEAF_TIER = TIER_ENDS.length
const DOMAIN_SIZE = 25
const OWN_DOMAIN_SHARE = 0.78
const POPULAR_SHARE = 0.12
const TRIES_A_CALL = 20

export function generateCalls(
  { services, connections }: FleetSize,
  domains: number,
  random: SeededRandom,
): GeneratedCalls {
  const below = (limit: number) => Math.floor(random.uniform() * limit)
  const tier = Uint8Array.from({ length: services }, (_, service) => tierOf(service, services))
  const used = Math.max(1, Math.min(domains, Math.round(services / DOMAIN_SIZE)))
  const domain = Int16Array.from({ length: services }, (_, service) => (service === 0 ? -1 : below(used)))
  const tierStart = Array.from({ length: LEAF_TIER + 2 }, (_, index) => firstOf(tier, index))
  const byPlace = Map.groupBy(domain.keys(), (service) => placeOf(tier[service], domain[service]))
  const pairs = new Set<number>()

  /** A service of this tier, of this domain where that has one; popular ones (the first) more often. */
  function pick(wantedTier: number, wantedDomain: number | null): number {
    const own = wantedDomain === null ? undefined : byPlace.get(placeOf(wantedTier, wantedDomain))
    if (own !== undefined) return own[below(own.length)] ?? 0
    const from = tierStart[wantedTier] ?? 0
    const count = (tierStart[wantedTier + 1] ?? from) - from
    return count === 0 ? 0 : from + Math.floor(random.uniform() ** 2 * count)
  }

  for (let service = 1; service < services; service += 1) {
    const caller = pick(tier[service] - 1, random.uniform() < OWN_DOMAIN_SHARE ? domain[service] : null)
    pairs.add(caller * services + service)
  }
  const firstLeaf = tierStart[LEAF_TIER] ?? services
  for (let tries = connections * TRIES_A_CALL; tries > 0 && pairs.size < connections; tries -= 1) {
    const source = Math.max(1, below(firstLeaf))
    const nextTier = Math.min(LEAF_TIER, tier[source] + (random.uniform() < 0.7 ? 1 : 2))
    const kind = random.uniform()
    const target =
      kind < POPULAR_SHARE
        ? pick(Math.max(nextTier, 3), null)
        : pick(nextTier, kind < OWN_DOMAIN_SHARE + POPULAR_SHARE ? domain[source] : null)
    if (target > source) pairs.add(source * services + target)
  }
  for (let source = 0; source < services && pairs.size < connections; source += 1) {
    for (let target = source + 1; target < services && pairs.size < connections; target += 1) {
      pairs.add(source * services + target)
    }
  }
  const sorted = Float64Array.from(pairs).sort()
  return {
    tier,
    domain,
    source: Int32Array.from(sorted, (pair) => Math.floor(pair / services)),
    target: Int32Array.from(sorted, (pair) => pair % services),
  }
}

function tierOf(service: number, services: number): number {
  if (service === 0) return 0
  const share = (service - 1) / Math.max(1, services - 1)
  return 1 + TIER_ENDS.findIndex((end) => share < end)
}

/** The first service of this tier or, where it has none, of the next. */
function firstOf(tier: Uint8Array, wanted: number): number {
  const found = tier.findIndex((one) => one >= wanted)
  return found < 0 ? tier.length : found
}

function placeOf(tier: number, domain: number): number {
  return tier * 1_000 + domain
}
