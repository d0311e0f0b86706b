import { INTERNET, type Protocol } from '#contract/ids.ts'
import { skipped, withRegions, type EdgeNaming } from './edge-naming.ts'
import { serviceIdOf, type RegionNames } from './names.ts'
import type { ServiceGraphSettings } from './service-graph-settings.ts'

/** Of a database only the caller's span tells; of a message both its producer and its consumer, who are services. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = { database: 'database', messaging_system: 'messaging' }

export function createServiceGraphNaming(settings: ServiceGraphSettings, regions: RegionNames): EdgeNaming {
  const { outsideClients, sourceRegionLabel, regionLabel } = settings
  return (labels) => {
    const server = labels['server']
    if (server === undefined || server === '') return skipped({ kind: 'label-missing', label: 'server' })
    const target = serviceIdOf(server)
    if (target === null) return skipped({ kind: 'name-empty', label: 'server' })
    const client = labels['client'] ?? ''
    const source = outsideClients.includes(client) ? INTERNET : serviceIdOf(client)
    if (source === null) return skipped({ kind: 'label-missing', label: 'client' })
    return withRegions({
      key: { source, target, protocol: PROTOCOLS[labels['connection_type'] ?? ''] ?? 'unknown' },
      source: { label: sourceRegionLabel, value: labels[sourceRegionLabel] },
      target: { label: regionLabel, value: labels[regionLabel] },
      regions,
    })
  }
}
