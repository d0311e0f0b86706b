import type { StreamAddress } from './instance-list.ts'

export interface ChosenStreams {
  chosen: StreamAddress[]
  /** In words: what is not read, and why. */
  leftOut: string[]
}

/**
 * One connection an address, at most so many a host and port, at most so many in all. Where not all can be read every
 * service in every region gets its share: the same instances each time, so that streams stay where they are.
 */
export function chooseStreams(
  addresses: readonly StreamAddress[],
  most: { streams: number; connectionsPerInstance: number },
): ChosenStreams {
  const urls = new Set<string>()
  const perOrigin = new Map<string, number>()
  let crowded = 0
  const distinct: StreamAddress[] = []
  for (const address of addresses) {
    if (urls.has(address.url)) continue
    urls.add(address.url)
    const { origin } = new URL(address.url)
    const taken = perOrigin.get(origin) ?? 0
    if (taken >= most.connectionsPerInstance) {
      crowded += 1
      continue
    }
    perOrigin.set(origin, taken + 1)
    distinct.push(address)
  }
  const chosen = distinct.length <= most.streams ? distinct : inTurn(distinct).slice(0, most.streams)
  const leftOut = [
    ...(chosen.length === distinct.length
      ? []
      : [
          `${chosen.length} of ${distinct.length} streams are read, of each service some; raise limits.streams of this source to read them all.`,
        ]),
    ...(crowded === 0
      ? []
      : [
          `${crowded} streams are not read: their host and port has ${most.connectionsPerInstance} already (limits.connectionsPerInstance).`,
        ]),
  ]
  return { chosen, leftOut }
}

/** The first of each service and region, then the second of each, and so on. */
function inTurn(addresses: readonly StreamAddress[]): StreamAddress[] {
  const groups = new Map<string, StreamAddress[]>()
  for (const address of addresses.toSorted((one, other) => (one.url < other.url ? -1 : 1))) {
    const key = `${address.region ?? ''}\n${address.service}`
    groups.set(key, [...(groups.get(key) ?? []), address])
  }
  const longest = Math.max(0, ...Array.from(groups.values(), (group) => group.length))
  return Array.from({ length: longest }, (_, place) =>
    Array.from(groups.values(), (group) => group[place]).filter((address) => address !== undefined),
  ).flat()
}
