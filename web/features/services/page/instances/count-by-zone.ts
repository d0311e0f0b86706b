import type { InstanceCount } from '#contract/services/service.ts'

/** How many are up of how many, by zone and version of one region. */
export interface ZoneCounts {
  region: string
  /** By the alphabet; null last. */
  zones: (string | null)[]
  versions: (string | null)[]
  /** One a zone, of these one a version; null where there is none. */
  cells: ({ up: number; total: number } | null)[][]
}

export function countByZone(counts: readonly InstanceCount[]): ZoneCounts[] {
  const regions = [...new Set(counts.map(({ region }) => region))].toSorted()
  return regions.map((region) => {
    const own = counts.filter((count) => count.region === region)
    const zones = sortedOf(own.map(({ zone }) => zone))
    const versions = sortedOf(own.map(({ version }) => version))
    const cells = zones.map((zone) =>
      versions.map((version) => {
        const found = own.filter((count) => count.zone === zone && count.version === version)
        if (found.length === 0) return null
        return {
          up: found.reduce((sum, { up }) => sum + up, 0),
          total: found.reduce((sum, { total }) => sum + total, 0),
        }
      }),
    )
    return { region, zones, versions, cells }
  })
}

function sortedOf(names: readonly (string | null)[]): (string | null)[] {
  return [...new Set(names)].toSorted((one, other) =>
    one === null || other === null ? Number(one === null) - Number(other === null) : one < other ? -1 : 1,
  )
}
