import type { StreamAddress } from './instance-list.ts'

export interface ChosenStreams {
  chosen: StreamAddress[]
  /** In words: what is not read, and why. */
  leftOut: string[]
}

/**
 * One connection an address, and at most so many in all. Where not all can be read every service in every region gets
 * its share: the same instances each time, so that streams stay where they are.
 */
export function chooseStreams(addresses: readonly StreamAddress[], most: { streams: number }): ChosenStreams {
  const byUrl = new Map<string, StreamAddress>()
  for (const address of addresses) if (!byUrl.has(address.url)) byUrl.set(address.url, address)
  const distinct = [...byUrl.values()]
  if (distinct.length <= most.streams) return { chosen: distinct, leftOut: [] }
  return {
    chosen: inTurn(distinct).slice(0, most.streams),
    leftOut: [
      `${most.streams} of ${distinct.length} streams are read, of each service some; raise limits.streams of this source to read them all.`,
    ],
  }
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
