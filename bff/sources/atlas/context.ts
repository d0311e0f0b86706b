import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { RegionNames } from '../prometheus/names.ts'
import type { AtlasClient } from './client.ts'
import type { AtlasSettings } from './settings.ts'

/** What the parts of an Atlas source share. */
export interface AtlasContext {
  id: SourceId
  settings: AtlasSettings
  regions: RegionNames
  configuredRegions: readonly RegionId[]
  client: AtlasClient
  clock: Clock
}
