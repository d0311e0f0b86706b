import type { ServiceZonesReading, SourceReport } from '#bff/topology/report.ts'
import { OUTCOMES, type World } from '#mocks/world/world.ts'
import { instancesInZone } from '#mocks/world/zone-placement.ts'
import { blankReadings } from './blank-readings.ts'
import { createWindowedSums, type WindowedSums } from './windowed-sums.ts'

/** What a source that scrapes the world each second reports: rates over its window, gauges as they are. */
export interface WorldReporter {
  /** One scrape; call once a second. */
  sample(): void
  /** Of the newest scrape. The readings are the same objects each time: whoever keeps one keeps a copy. */
  report(): SourceReport
}

/** A window of rates, in scrapes: what a source with a period of one second takes when nobody says. */
const WINDOW_SCRAPES = 10
const SOURCE = 'world'
/** Where instances stand is told from time to time alone: it rarely changes, and reading it is dear. */
const ZONES_EVERY_MS = 30_000
const GOOD = OUTCOMES.indexOf('good')
const DEGRADED = OUTCOMES.indexOf('degraded')
const ERROR = OUTCOMES.indexOf('error')
const TIMEOUT = OUTCOMES.indexOf('timeout')

export function createWorldReporter(world: World): WorldReporter {
  const { counters } = world
  const requests = createWindowedSums(counters.requests, WINDOW_SCRAPES)
  const latency = createWindowedSums(counters.latency, WINDOW_SCRAPES)
  const zoneRequests = createWindowedSums(counters.zoneRequests, WINDOW_SCRAPES)
  const starts = createWindowedSums(counters.streamStarts, WINDOW_SCRAPES)
  const sampled = [requests, latency, zoneRequests, starts]
  const rows = blankReadings(world)
  const buckets = world.catalog.latencyBucketsMs.length + 1

  function fillEdges(at: number): void {
    for (const [edge, row] of rows.edges.entries()) {
      const { errorShare, requestsPerSecond, degradedShare } = trafficOf(requests, edge * OUTCOMES.length)
      row.requestsPerSecond = requestsPerSecond
      row.errorShare = errorShare
      row.degradedShare = degradedShare
      row.p99LatencyMs = quantile(latency.sums, edge * buckets, world.catalog.latencyBucketsMs, 0.99)
      row.observedAt = at
    }
  }

  function fillNodes(at: number): void {
    for (const { node, row } of rows.nodes) {
      row.saturation = world.gauges.saturation[node] ?? NaN
      row.breakersOpen = world.gauges.breakersOpen[node] ?? NaN
      row.observedAt = at
    }
  }

  return {
    sample() {
      for (const sums of sampled) sums.sample()
    },
    report() {
      const at = world.now
      fillEdges(at)
      fillNodes(at)
      for (const [zone, row] of rows.zones.entries()) {
        const { requestsPerSecond, errorShare } = trafficOf(zoneRequests, zone * OUTCOMES.length)
        row.requestsPerSecond = requestsPerSecond
        row.errorShare = errorShare
        row.observedAt = at
      }
      rows.business.forEach((row, region) => {
        row.value = starts.perSecond(region)
        row.observedAt = at
      })
      for (const feed of rows.feeds) feed.observedAt = at
      return {
        source: SOURCE,
        at,
        feeds: rows.feeds,
        edges: rows.edges,
        nodes: [...rows.nodes.map(({ row }) => row), { ...rows.internet, observedAt: at }],
        zones: rows.zones,
        ...(at % ZONES_EVERY_MS === 0 ? { serviceZones: serviceZonesOf(world) } : {}),
        business: rows.business,
        problems: [],
      }
    },
  }
}

interface Traffic {
  requestsPerSecond: number
  errorShare: number
  degradedShare: number
}

/** Outcomes lie side by side. Of no requests at all nothing failed. */
function trafficOf(requests: WindowedSums, first: number): Traffic {
  const degraded = requests.perSecond(first + DEGRADED)
  const failed = requests.perSecond(first + ERROR) + requests.perSecond(first + TIMEOUT)
  const all = requests.perSecond(first + GOOD) + degraded + failed
  return {
    requestsPerSecond: all,
    errorShare: all > 0 ? failed / all : 0,
    degradedShare: all > 0 ? degraded / all : 0,
  }
}

/** As `histogram_quantile`: a straight line within the bucket in which the rank falls. */
function quantile(counts: Float64Array, first: number, bounds: readonly number[], share: number): number {
  let total = 0
  for (let bucket = 0; bucket <= bounds.length; bucket += 1) total += counts[first + bucket] ?? 0
  if (!(total > 1e-9)) return NaN
  let left = share * total
  for (let bucket = 0; bucket < bounds.length; bucket += 1) {
    const count = counts[first + bucket] ?? 0
    const low = bounds[bucket - 1] ?? 0
    if (count >= left) return low + ((bounds[bucket] ?? low) - low) * (left / count)
    left -= count
  }
  return bounds.at(-1) ?? NaN
}

function serviceZonesOf({ catalog, gauges }: World): ServiceZonesReading[] {
  return catalog.nodes.flatMap(({ region, service, zones }, node) => {
    const ready = gauges.instancesReady[node] ?? 0
    const standing = zones.filter((_, place) => instancesInZone(ready, place, zones.length) > 0)
    const id = catalog.regions[region]?.id
    return id === undefined || standing.length === 0 ? [] : [{ region: id, service, zones: standing.toSorted() }]
  })
}
