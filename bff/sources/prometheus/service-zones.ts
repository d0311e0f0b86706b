import type { RegionId } from '#contract/ids.ts'
import type { ServiceZonesReading } from '#bff/topology/report.ts'
import { istioServiceOf } from './edge-naming.ts'
import { serviceIdOf, type RegionNames } from './names.ts'
import type { Reader } from './read-batch.ts'
import type { ProblemList } from './report-problems.ts'
import type { PrometheusSettings } from './settings.ts'
import type { WireLabels } from './wire.ts'

/** Which zones each service stands in; undefined where that is not asked. A row of 0 is a zone it does not stand in. */
export function readServiceZones(facts: {
  settings: PrometheusSettings
  regions: RegionNames
  read: Reader
  step: number
  problems: ProblemList
}): ServiceZonesReading[] | undefined {
  const { settings, regions, read, step, problems } = facts
  if (!tellsZones(settings)) return undefined
  const readings = new Map<string, { region: RegionId; service: string; zones: Set<string> }>()
  let skipped = 0
  for (const { labels, values, present } of read('serviceZones')) {
    if (present[step] !== 1 || !((values[step] ?? NaN) > 0)) continue
    const row = rowOf(labels, settings)
    const region = regions.find(row.region)
    if (row.service === null || row.zone === null || region.kind !== 'known') {
      skipped += 1
      continue
    }
    const key = `${region.region}/${row.service}`
    const known = readings.get(key) ?? { region: region.region, service: row.service, zones: new Set<string>() }
    readings.set(key, { ...known, zones: known.zones.add(row.zone) })
  }
  if (skipped > 0) {
    problems.say('serviceZones', `${skipped} rows name no service, no zone, or no region of the configuration.`)
  }
  return [...readings.values()].map(({ region, service, zones }) => ({ region, service, zones: [...zones].toSorted() }))
}

type ZonedSettings = Extract<PrometheusSettings, { preset: 'istio' | 'custom' }>

function tellsZones(settings: PrometheusSettings): settings is ZonedSettings {
  if (settings.preset === 'istio') return settings.zoneLabel !== undefined
  return settings.preset === 'custom' && settings.queries.serviceZones !== undefined
}

function rowOf(labels: WireLabels, settings: ZonedSettings) {
  const zoneId = (label: string | undefined) => serviceIdOf(labels[label ?? ''] ?? '')
  if (settings.preset === 'istio') {
    const service = istioServiceOf(labels, settings)
    return { service, region: labels[settings.regionLabel], zone: zoneId(settings.zoneLabel) }
  }
  const { service, region, zone } = settings.labels
  return { service: serviceIdOf(labels[service] ?? ''), region: labels[region], zone: zoneId(zone) }
}
