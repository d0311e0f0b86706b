import type { World, WorldCatalog } from '#mocks/world/world.ts'

/**
 * The machines of the world: one under each instance. Slot 0 is a node's first instance; the autoscaler takes the last
 * away first. `10.<region>.<row and slot>` as an address, `playback-api-3.us-east-1.sim` by name.
 */
export interface WorldHost {
  /** Row of the catalog. */
  node: number
  slot: number
}

const SLOTS = 512
const MOST_ROWS = 128
const DOMAIN = 'sim'

export function hostNameOf({ catalog }: World, { node, slot }: WorldHost): string {
  const { region = -1, service = '' } = catalog.nodes[node] ?? {}
  return `${service}-${slot}.${catalog.regions[region]?.id ?? 'global'}.${DOMAIN}`
}

export function hostAddressOf(world: World, { node, slot }: WorldHost): string {
  const region = world.catalog.nodes[node]?.region ?? -1
  const place = rowsOf(world, region).indexOf(node) * SLOTS + (slot % SLOTS)
  return `10.${region + 1}.${place >> 8}.${place & 255}`
}

/** By name or address; null for what is no host of this world. */
export function worldHostOf(world: World, host: string): WorldHost | null {
  return hostByAddress(world, host) ?? hostByName(world, host)
}

function hostByAddress(world: World, address: string): WorldHost | null {
  const parts = /^10\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number)
  if (parts === undefined) return null
  const [region = 0, high = 0, low = 0] = parts
  const place = high * 256 + low
  const row = Math.floor(place / SLOTS)
  const node = row < MOST_ROWS ? rowsOf(world, region - 1)[row] : undefined
  return node === undefined ? null : { node, slot: place % SLOTS }
}

function hostByName({ catalog }: World, name: string): WorldHost | null {
  const [, service, slot, region] = /^(.+)-(\d+)\.([^.]+)\.sim$/.exec(name) ?? []
  const node = catalog.nodes.findIndex(
    (one) => one.service === service && catalog.regions[one.region]?.id === region && one.region >= 0,
  )
  return node === -1 ? null : { node, slot: Number(slot) }
}

/** Registries ask for thousands at once. */
const rowsByRegion = new WeakMap<WorldCatalog, ReadonlyMap<number, number[]>>()

function rowsOf({ catalog }: World, region: number): readonly number[] {
  const rows =
    rowsByRegion.get(catalog) ??
    Map.groupBy(
      catalog.nodes.map((_, row) => row),
      (row) => catalog.nodes[row]?.region ?? -1,
    )
  rowsByRegion.set(catalog, rows)
  return region >= 0 ? (rows.get(region) ?? []) : []
}
