import { GLOBAL_REGION, INTERNET, nodeIdOf, type RegionId } from '#contract/ids.ts'
import { NodeKind } from '#contract/roster.ts'
import type { BusinessReading, EdgeReading, FeedReading, NodeReading, ZoneReading } from '#bff/topology/report.ts'
import { shareOf } from './edge-readings.ts'
import type { SkipReason } from './edge-naming.ts'
import { serviceIdOf } from './names.ts'
import type { Role } from './question.ts'
import { readClusterNodes } from './cluster-nodes.ts'
import type { CustomLabels, CustomSettings } from './custom-settings.ts'
import type { ReadingFacts } from './reading-facts.ts'
import { readServiceGraphNodes } from './service-graph-nodes.ts'
import type { PrometheusSettings } from './settings.ts'
import type { WireLabels } from './wire.ts'

/** What is known of services beyond their connections: one row a service in a region. */
export function readNodes(facts: ReadingFacts): NodeReading[] {
  const { settings } = facts
  switch (settings.preset) {
    case 'istio':
      return []
    case 'otel-servicegraph':
      return readServiceGraphNodes({ ...facts, settings })
    case 'envoy':
      return readClusterNodes({ ...facts, settings })
    case 'custom':
      return readCustomNodes({ ...facts, settings })
  }
}

function readCustomNodes(facts: ReadingFacts & { settings: CustomSettings }): NodeReading[] {
  const { settings, read, step, observedAtOf } = facts
  const { labels: names } = settings
  const nodes = new Map<string, NodeReading>()
  for (const role of ['saturation', 'breakersOpen'] as const) {
    for (const { labels, values, present } of read(role)) {
      if (present[step] !== 1) continue
      const region = regionIn(facts, role, labels, names.region)
      const service = serviceIdOf(labels[names.service] ?? '')
      if (service === null) skip(facts, role, { kind: 'label-missing', label: names.service })
      if (region === null || service === null) continue
      const id = nodeIdOf({ region, service })
      const known = nodes.get(id) ?? newNode({ region, service, labels, names, observedAt: observedAtOf(region) })
      nodes.set(id, { ...known, [role]: values[step] ?? NaN })
    }
  }
  return [...nodes.values()]
}

function newNode(row: {
  region: RegionId
  service: string
  labels: WireLabels
  names: CustomLabels
  observedAt: number
}): NodeReading {
  const { region, service, labels, names, observedAt } = row
  const kind = NodeKind.safeParse(labelOf(labels, names.kind))
  const owner = labelOf(labels, names.owner)
  const domain = labelOf(labels, names.domain)
  return {
    region,
    service,
    feedRegion: region,
    kind: kind.success ? kind.data : ('service' as const),
    ...(owner === undefined ? {} : { owner }),
    ...(domain === undefined ? {} : { domain }),
    saturation: NaN,
    observedAt,
  }
}

/** Targets that a mesh has only a collective name for: everything outside of it. */
const EXTERNAL = new Set(['passthroughcluster', 'blackholecluster'])

/** INTERNET, and what lies outside of a mesh. */
export function readOutsiders(edges: readonly EdgeReading[]): NodeReading[] {
  const nodes = new Map<string, NodeReading>()
  for (const edge of edges) {
    const { feedRegion, observedAt } = edge
    if (edge.source === INTERNET && !nodes.has(INTERNET)) {
      const key = { region: GLOBAL_REGION, service: INTERNET, kind: 'internet' as const }
      nodes.set(INTERNET, { ...key, feedRegion, saturation: NaN, observedAt })
    }
    const id = `${edge.targetRegion}/${edge.target}`
    if (EXTERNAL.has(edge.target) && !nodes.has(id)) {
      const key = { region: edge.targetRegion, service: edge.target, kind: 'external' as const }
      nodes.set(id, { ...key, feedRegion, saturation: NaN, observedAt })
    }
  }
  return [...nodes.values()]
}

export function readZones(facts: ReadingFacts): ZoneReading[] {
  const { settings, read, step, observedAtOf } = facts
  const names = zoneLabelsOf(settings)
  if (names === null) return []
  const errorsOf = new Map<string, number>()
  const areErrorsTold = facts.isAnswered('zoneErrors')
  for (const { labels, values } of read('zoneErrors')) {
    const key = `${labels[names.region]} ${labels[names.zone]}`
    errorsOf.set(key, (errorsOf.get(key) ?? 0) + (values[step] ?? NaN))
  }
  return read('zoneRequests').flatMap(({ labels, values, present }) => {
    if (present[step] !== 1) return []
    const region = regionIn(facts, 'zoneRequests', labels, names.region)
    const zone = serviceIdOf(labels[names.zone] ?? '')
    if (zone === null) skip(facts, 'zoneRequests', { kind: 'label-missing', label: names.zone })
    if (region === null || zone === null) return []
    const requestsPerSecond = values[step] ?? NaN
    const errors = errorsOf.get(`${labels[names.region]} ${labels[names.zone]}`) ?? (areErrorsTold ? 0 : NaN)
    return [
      {
        region,
        zone,
        requestsPerSecond,
        errorShare: shareOf(errors, requestsPerSecond),
        observedAt: observedAtOf(region),
      },
    ]
  })
}

/** Rows without a region speak of the whole, and are as old as the oldest region behind them. */
export function readBusiness(facts: ReadingFacts & { feeds: readonly FeedReading[] }): BusinessReading[] {
  const { settings, read, step, observedAtOf, feeds } = facts
  const oldest = feeds.reduce((at, feed) => (feed.observedAt >= at ? at : feed.observedAt), NaN)
  return settings.business.flatMap(({ id, name, unit, regionLabel }) => {
    const role: Role = `business:${id}`
    return read(role).flatMap(({ labels, values, present }): BusinessReading[] => {
      if (present[step] !== 1) return []
      const value = values[step] ?? NaN
      if (regionLabel === undefined) return [{ id, name, unit, region: null, value, observedAt: oldest }]
      const region = regionIn(facts, role, labels, regionLabel)
      return region === null ? [] : [{ id, name, unit, region, value, observedAt: observedAtOf(region) }]
    })
  })
}

function zoneLabelsOf(settings: PrometheusSettings): { region: string; zone: string } | null {
  if (settings.preset === 'custom') return { region: settings.labels.region, zone: settings.labels.zone }
  if (settings.preset !== 'istio') return null
  return settings.zoneLabel === undefined ? null : { region: settings.regionLabel, zone: settings.zoneLabel }
}

function regionIn(facts: ReadingFacts, role: Role, labels: WireLabels, label: string): RegionId | null {
  const found = facts.regions.find(labels[label])
  if (found.kind === 'known') return found.region
  const reason: SkipReason =
    found.kind === 'foreign' ? { kind: 'region-foreign', label, value: found.value } : { kind: 'label-missing', label }
  skip(facts, role, reason)
  return null
}

function skip(facts: ReadingFacts, role: Role, reason: SkipReason): void {
  facts.problems.skipped(role, [{ reason, rows: 1 }])
}

function labelOf(labels: WireLabels, name: string | undefined): string | undefined {
  return name === undefined ? undefined : labels[name]
}
