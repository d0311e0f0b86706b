import { INTERNET } from '#contract/ids.ts'
import { skipped, withRegions, type EdgeNaming } from '../prometheus/edge-naming.ts'
import { protocolOf, serviceIdOf, type RegionNames } from '../prometheus/names.ts'
import type { AtlasTags } from './settings.ts'

/** Which connection a line speaks of that a caller publishes. */
export function createCallNaming(tags: AtlasTags, regions: RegionNames): EdgeNaming {
  return (line) => {
    const target = named(line[tags.target])
    if (target === undefined) return skipped({ kind: 'label-missing', label: tags.target })
    const source = named(line[tags.source])
    if (source === undefined) return skipped({ kind: 'label-missing', label: tags.source })
    if (target === null) return skipped({ kind: 'name-empty', label: tags.target })
    if (source === null) return skipped({ kind: 'name-empty', label: tags.source })
    const protocol = tags.protocol === undefined ? 'unknown' : protocolOf(line[tags.protocol])
    return withRegions({
      key: { source, target, protocol },
      source: { label: tags.region, value: line[tags.region] },
      target: { label: tags.targetRegion ?? tags.region, value: line[tags.targetRegion ?? tags.region] },
      regions,
    })
  }
}

/** A line that a server publishes of what comes from outside. */
export function createEntryNaming(tags: AtlasTags, regions: RegionNames): EdgeNaming {
  return (line) => {
    const target = named(line[tags.service])
    if (target === undefined) return skipped({ kind: 'label-missing', label: tags.service })
    if (target === null) return skipped({ kind: 'name-empty', label: tags.service })
    return withRegions({
      key: { source: INTERNET, target, protocol: 'http' },
      source: { label: tags.region, value: undefined },
      target: { label: tags.region, value: line[tags.region] },
      regions,
    })
  }
}

/** Undefined where nothing is told, null where no id can be made of it. */
function named(name: string | undefined): string | null | undefined {
  return name === undefined || name === '' ? undefined : serviceIdOf(name)
}
