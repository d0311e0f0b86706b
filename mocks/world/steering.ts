import type { RegionState } from './fleet-state.ts'
import type { SteeringOrders } from './world.ts'

/**
 * How traffic moves between regions. Until somebody steers, DNS gives each region what geography gives it and every
 * region works on what arrives. Two planes can be steered, each by itself:
 *
 * 1. Proxies, within seconds (time constant PROXY_SECONDS): a region that receives more than the proxies' shares give it
 *    hands the excess on to the regions that receive less, but for the connections that stay where they are
 *    (STAYING_SHARE of the excess).
 * 2. DNS, slowly: most clients follow with a time constant of about their TTL (DNS_FAST_SECONDS), a fifth sits behind
 *    resolvers that take minutes (DNS_SLOW_SECONDS), and STUCK_SHARE of a region's own users never follow: so a
 *    region with share zero keeps a small tail.
 *
 * As DNS catches up the excess shrinks, and the proxied stream with it. A few requests land in the wrong region at any
 * time and are proxied home (MISROUTED_SHARE).
 */
export interface Steering {
  /** Shares by region, any positive scale; all zero or empty hands the plane back to its default. */
  steer(orders: SteeringOrders): void
  /** Reads `natural`; writes `arrivals` and `forwardShare`. */
  step(dtSeconds: number, regions: SteeredFlow): void
}

type SteeredFlow = Pick<RegionState, 'natural' | 'arrivals' | 'forwardShare'>

const STAYING_SHARE = 0.02
const PROXY_SECONDS = 4
const DNS_FAST_SECONDS = 60
const DNS_SLOW_SECONDS = 300
const DNS_SLOW_PART = 0.2
const STUCK_SHARE = 0.025
const MISROUTED_SHARE = 0.004

export function createSteering(regionCount: number): Steering {
  let wantedOfProxies: Float64Array | null = null
  let wantedOfDns: Float64Array | null = null
  let steeredBefore = false
  const geographic = new Float64Array(regionCount)
  const fast = new Float64Array(regionCount)
  const slow = new Float64Array(regionCount)
  const given = new Float64Array(regionCount)
  const forwarded = new Float64Array(regionCount)

  function steer({ proxies, dns }: SteeringOrders): void {
    const ofProxies = proxies === undefined ? wantedOfProxies : sharesOf(proxies, regionCount)
    wantedOfDns = dns === undefined ? wantedOfDns : sharesOf(dns, regionCount)
    wantedOfProxies = ofProxies
  }

  /** Moves DNS towards what is wanted; `given` becomes each region's share of arrivals. */
  function followDns(dtSeconds: number): void {
    const fastPart = 1 - Math.exp(-dtSeconds / DNS_FAST_SECONDS)
    const slowPart = 1 - Math.exp(-dtSeconds / DNS_SLOW_SECONDS)
    for (let region = 0; region < regionCount; region += 1) {
      const target = wantedOfDns === null ? geographic[region] : reachable(wantedOfDns[region], geographic[region])
      fast[region] += (target - fast[region]) * (steeredBefore ? fastPart : 1)
      slow[region] += (target - slow[region]) * (steeredBefore ? slowPart : 1)
      given[region] = (1 - DNS_SLOW_PART) * fast[region] + DNS_SLOW_PART * slow[region]
    }
  }

  function forward(dtSeconds: number, forwardShare: Float64Array): void {
    const part = 1 - Math.exp(-dtSeconds / PROXY_SECONDS)
    let missing = 0
    for (let region = 0; region < regionCount; region += 1) missing += shortage(region)
    for (let from = 0; from < regionCount; from += 1) {
      const excess = wantedOfProxies === null ? 0 : Math.max(0, given[from] - wantedOfProxies[from])
      const target = missing > 0 && given[from] > 0 ? ((1 - STAYING_SHARE) * excess) / given[from] : 0
      forwarded[from] += (target - forwarded[from]) * part
      for (let to = 0; to < regionCount; to += 1) {
        const split = missing > 0 ? shortage(to) / missing : 0
        const closed = wantedOfProxies !== null && wantedOfProxies[to] === 0
        const misrouted = from === to || closed ? 0 : MISROUTED_SHARE / (regionCount - 1)
        forwardShare[from * regionCount + to] = from === to ? 0 : Math.min(1, forwarded[from]) * split + misrouted
      }
    }
  }

  function shortage(region: number): number {
    return wantedOfProxies === null ? 0 : Math.max(0, wantedOfProxies[region] - given[region])
  }

  function step(dtSeconds: number, { natural, arrivals, forwardShare }: SteeredFlow): void {
    let total = 0
    for (let region = 0; region < regionCount; region += 1) total += natural[region]
    for (let region = 0; region < regionCount; region += 1) geographic[region] = total > 0 ? natural[region] / total : 0
    // The first steer starts from where geography has left things.
    if (wantedOfDns !== null && !steeredBefore) {
      fast.set(geographic)
      slow.set(geographic)
      steeredBefore = true
    }
    followDns(dtSeconds)
    forward(dtSeconds, forwardShare)
    for (let region = 0; region < regionCount; region += 1) arrivals[region] = total * given[region]
  }

  return { steer, step }
}

function reachable(wanted: number, geographic: number): number {
  return (1 - STUCK_SHARE) * wanted + STUCK_SHARE * geographic
}

function sharesOf(order: readonly number[], regionCount: number): Float64Array | null {
  const shares = Float64Array.from({ length: regionCount }, (_, region) => order[region] ?? 0)
  if (shares.some((share) => !(share >= 0) || share === Infinity)) {
    throw new RangeError(`expected shares of zero or more, found ${order.join(', ')}`)
  }
  const sum = shares.reduce((total, share) => total + share, 0)
  return sum > 0 ? shares.map((share) => share / sum) : null
}
