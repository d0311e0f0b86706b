import { numberOfWire, type WireConnection, type WireFeed } from './wire.ts'

/**
 * What a connection's classes say. `danger` are failures, `warning` are answers that were degraded; every other class
 * counts as good. A class absent from a connection is a zero only where the feed is known to tell that class at all:
 * a feed that has never spoken of `danger` does not measure errors.
 */
export interface Measured {
  requestsPerSecond: number
  errorShare: number
  degradedShare: number
}

export const NORMAL = 'normal'
export const WARNING = 'warning'
export const DANGER = 'danger'

const UNKNOWN: Measured = { requestsPerSecond: NaN, errorShare: NaN, degradedShare: NaN }
/** No service on earth has more; beyond it a number is a fault. */
const MOST_REQUESTS_PER_SECOND = 1e12

/** The classes a feed speaks of: in its own list (promviz), or in any connection. */
export function classesOf(feed: WireFeed): Set<string> {
  const classes = new Set((feed.classes ?? []).flatMap((row) => (row === null ? [] : [classOf(row.name)])))
  const add = (connections: WireFeed['connections']) => {
    for (const connection of connections ?? []) {
      for (const name of Object.keys(connection?.metrics ?? {})) classes.add(classOf(name))
    }
  }
  add(feed.connections)
  for (const node of feed.nodes ?? []) add(node?.connections)
  return classes
}

/** `unreadable` where a metric is there but is no number: the whole is then unknown, for a part of it is. */
export function measureOf(
  { metrics, metadata }: WireConnection,
  told: ReadonlySet<string>,
): { measured: Measured; unreadable: boolean } {
  const volumes = Object.entries(metrics ?? {})
  if (volumes.length === 0) return { measured: UNKNOWN, unreadable: false }
  let total = 0
  const parts = new Map<string, number>()
  for (const [name, wire] of volumes) {
    const volume = numberOfWire(wire)
    if (!(volume >= 0 && volume <= MOST_REQUESTS_PER_SECOND)) return { measured: UNKNOWN, unreadable: true }
    total += volume
    parts.set(classOf(name), (parts.get(classOf(name)) ?? 0) + volume)
  }
  const shareOf = (name: string): number => {
    const isTold = told.has(name) && !(metadata?.unknown ?? []).includes(name)
    // No requests have no share.
    return isTold && total > 0 ? (parts.get(name) ?? 0) / total : NaN
  }
  return {
    measured: { requestsPerSecond: total, errorShare: shareOf(DANGER), degradedShare: shareOf(WARNING) },
    unreadable: false,
  }
}

function classOf(name: string): string {
  return name.trim().toLowerCase()
}
