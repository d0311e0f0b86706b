import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { HostSource } from '../host-source.ts'
import type { PcpClient } from './client.ts'
import { urlOfRegion, type PcpSettings } from './settings.ts'

export interface PcpContext {
  id: SourceId
  settings: PcpSettings
  regions: readonly RegionId[]
  clientOf: (region: RegionId) => PcpClient
  hosts: HostSource
  clock: Clock
}

/** One region of each pmproxy there is. */
export function doorsOf({ settings, regions }: Pick<PcpContext, 'settings' | 'regions'>): readonly RegionId[] {
  const byUrl = new Map(regions.map((region) => [urlOfRegion(settings, region), region]))
  return [...byUrl.values()]
}
