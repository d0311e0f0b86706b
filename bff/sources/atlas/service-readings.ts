import { nodeIdOf, type RegionId } from '#contract/ids.ts'
import type { NodeReading, ServiceZonesReading, ZoneReading } from '#bff/topology/report.ts'
import { shareOf } from '../prometheus/edge-readings.ts'
import { serviceIdOf, type RegionNames } from '../prometheus/names.ts'
import type { Series } from '../prometheus/series.ts'
import { isAnswered, type Reader } from './read-answers.ts'
import type { Answers } from './ask-all.ts'
import type { ProblemNotes } from './problem-notes.ts'
import type { Role } from './questions.ts'
import type { AtlasSettings } from './settings.ts'

/** What is told of services and zones beyond their connections. */
export interface ServiceFacts {
  settings: AtlasSettings
  regions: RegionNames
  answers: Answers
  read: Reader
  /** Newest first. */
  steps: readonly number[]
  timeOf: (step: number) => number
  problems: ProblemNotes
}

export function readNodes(facts: ServiceFacts): NodeReading[] {
  const { settings } = facts
  const limit = settings.inflightLimit
  const role = typeof settings.expressions.saturation === 'string' ? 'saturation' : 'inflight'
  const nodes = new Map<string, NodeReading>()
  for (const { labels, value, observedAt } of newestOf(facts, role)) {
    const region = regionIn(facts, role, labels)
    const service = serviceIn(facts, role, labels)
    if (region === null || service === null) continue
    const saturation = role === 'saturation' ? value : limit === undefined ? NaN : value / limit
    const known = nodes.get(nodeIdOf({ region, service }))
    if (known !== undefined && known.saturation >= saturation) continue
    const node = { region, service, feedRegion: region, kind: 'service' as const, saturation, observedAt }
    nodes.set(nodeIdOf({ region, service }), node)
  }
  return [...nodes.values()]
}

export function readZones(facts: ServiceFacts): ZoneReading[] {
  const { settings, answers } = facts
  const { region: regionTag, zone: zoneTag } = settings.tags
  const keyOf = (labels: Series['labels']) => `${labels[regionTag]} ${labels[zoneTag]}`
  const failed = new Map(facts.read('zoneErrors').map((series) => [keyOf(series.labels), series]))
  return newestOf(facts, 'zoneRequests').flatMap(({ labels, value, step, observedAt }) => {
    const region = regionIn(facts, 'zoneRequests', labels)
    const zone = serviceIdOf(labels[zoneTag] ?? '')
    if (zone === null) facts.problems.leftOut('zoneRequests', { kind: 'label-missing', label: zoneTag })
    if (region === null || zone === null) return []
    const errors = failed.get(keyOf(labels))?.values[step] ?? NaN
    const told = Number.isNaN(errors) && isAnswered(answers, 'zoneErrors') ? 0 : errors
    return [{ region, zone, requestsPerSecond: value, errorShare: shareOf(told, value), observedAt }]
  })
}

/** Which zones each service stands in; undefined where that is not asked. */
export function readServiceZones(facts: ServiceFacts): ServiceZonesReading[] | undefined {
  if (!isAnswered(facts.answers, 'instances')) return undefined
  const found = new Map<string, { region: RegionId; service: string; zones: Set<string> }>()
  for (const { labels, value } of newestOf(facts, 'instances')) {
    const region = regionIn(facts, 'instances', labels)
    const service = serviceIn(facts, 'instances', labels)
    const zone = serviceIdOf(labels[facts.settings.tags.zone] ?? '')
    if (region === null || service === null || zone === null || !(value > 0)) continue
    const known = found.get(nodeIdOf({ region, service })) ?? { region, service, zones: new Set<string>() }
    known.zones.add(zone)
    found.set(nodeIdOf({ region, service }), known)
  }
  return Array.from(found.values(), ({ zones, ...node }) => ({ ...node, zones: [...zones].toSorted() }))
}

/** Each line's newest value that is settled. */
function newestOf({ read, steps, timeOf }: ServiceFacts, role: Role) {
  return read(role).flatMap(({ labels, values }) => {
    const step = steps.find((one) => !Number.isNaN(values[one] ?? NaN))
    return step === undefined ? [] : [{ labels, value: values[step] ?? NaN, step, observedAt: timeOf(step) }]
  })
}

function regionIn(facts: ServiceFacts, role: Role, labels: Series['labels']): RegionId | null {
  const label = facts.settings.tags.region
  const found = facts.regions.find(labels[label])
  if (found.kind === 'known') return found.region
  const isForeign = found.kind === 'foreign'
  facts.problems.leftOut(
    role,
    isForeign ? { kind: 'region-foreign', label, value: found.value } : { kind: 'label-missing', label },
  )
  return null
}

function serviceIn(facts: ServiceFacts, role: Role, labels: Series['labels']): string | null {
  const label = facts.settings.tags.service
  const service = serviceIdOf(labels[label] ?? '')
  if (service === null) facts.problems.leftOut(role, { kind: 'label-missing', label })
  return service
}
