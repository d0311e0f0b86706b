import { GLOBAL_REGION, Protocol, type RegionId, type ServiceId } from '#contract/ids.ts'

/** Turns what labels say into the ids of this project. */

const PROTOCOLS = new Map<string, Protocol>([
  ...Protocol.options.map((protocol) => [protocol, protocol] as const),
  ['https', 'http'],
  ['http2', 'http'],
  ['h2', 'http'],
  ['mongo', 'database'],
  ['mysql', 'database'],
  ['postgres', 'database'],
  ['redis', 'database'],
  ['kafka', 'messaging'],
])

export function protocolOf(label: string | undefined): Protocol {
  return PROTOCOLS.get((label ?? '').toLowerCase()) ?? 'unknown'
}

const LONGEST_ID = 128
const MOST_REMEMBERED = 50_000
const remembered = new Map<string, ServiceId | null>()

/** `Billing_API` is `billing_api`, `api.example.com:443` is `api.example.com-443`; null where nothing is left. */
export function serviceIdOf(name: string): ServiceId | null {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const cleaned = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, LONGEST_ID)
    .replace(/^[._-]+|[._-]+$/g, '')
  const id = cleaned === '' ? null : cleaned
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(name, id)
  return id
}

/** Callers and targets that a mesh has no name for. */
export const UNKNOWN_SERVICE: ServiceId = 'unknown'

export function isNameless(label: string | undefined): boolean {
  return label === undefined || label === '' || label === UNKNOWN_SERVICE
}

export type RegionFound = { kind: 'known'; region: RegionId } | { kind: 'untold' } | { kind: 'foreign'; value: string }

export interface RegionNames {
  find(label: string | undefined): RegionFound
}

export function createRegionNames(input: {
  regions: readonly RegionId[]
  regionAliases: ReadonlyMap<string, RegionId>
  /** Where set, everything is of this region, whatever labels say. */
  fixed?: RegionId | undefined
}): RegionNames {
  const known = new Map<string, RegionId>([
    [GLOBAL_REGION, GLOBAL_REGION],
    ...input.regions.map((region) => [region, region] as const),
    ...input.regionAliases,
  ])
  return {
    find(label) {
      if (input.fixed !== undefined) return { kind: 'known', region: input.fixed }
      if (label === undefined || label === '' || label === 'unknown') return { kind: 'untold' }
      const region = known.get(label)
      return region === undefined ? { kind: 'foreign', value: label } : { kind: 'known', region }
    },
  }
}
