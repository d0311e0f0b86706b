import { ZoneId, type RegionId } from '#contract/ids.ts'
import type { EurekaSettings } from './settings.ts'
import { metadataOf, type WireInstance } from './wire-instance.ts'

/** Where an instance stands. A region that is told but not configured is foreign: told apart from one that is not told. */
export interface Place {
  region: RegionId | null
  zone: ZoneId | null
  foreign: string | null
}

/** `us-east-1` of `us-east-1c`, and of the local zone `us-east-1-bos-1a` and the wavelength `us-east-1-wl1-bos-wlz-1`. */
const REGION_OF_ZONE = /^[a-z]{2}(?:-[a-z]+)+-\d+/

export type PlaceOf = (instance: WireInstance) => Place

export function createPlaceOf(input: {
  settings: Pick<EurekaSettings, 'metadata' | 'region'>
  regions: readonly RegionId[]
  regionAliases: ReadonlyMap<string, RegionId>
}): PlaceOf {
  const { metadata: keys, region: fixed } = input.settings
  const known = new Map<string, RegionId>([...input.regions.map((id) => [id, id] as const), ...input.regionAliases])
  return (instance) => {
    const zone = metadataOf(instance.dataCenter, 'availability-zone') ?? firstOf(instance, keys.zone)
    const told = firstOf(instance, keys.region) ?? regionOfZone(zone)
    const region = fixed ?? (told === null ? null : (known.get(told) ?? null))
    return { region, zone: zoneIdOf(zone), foreign: region === null ? told : null }
  }
}

/** The value of the first of these keys that the instance's metadata has. */
export function firstOf({ metadata }: WireInstance, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = metadataOf(metadata, key)
    if (value !== null) return value
  }
  return null
}

function regionOfZone(zone: string | null): string | null {
  return REGION_OF_ZONE.exec(zone ?? '')?.[0] ?? null
}

function zoneIdOf(zone: string | null): ZoneId | null {
  const read = ZoneId.safeParse(zone?.toLowerCase())
  return read.success ? read.data : null
}
