import type { RegionId } from '#contract/ids.ts'
import type { EdgeReading, SourceReport } from '#bff/topology/report.ts'
import { createAssembler, type Assembler } from './assemble-report.ts'
import { VizceralSettings } from './settings.ts'
import { WireFeed } from './wire.ts'

export const NOW = Date.UTC(2026, 10, 22, 16)

const REGIONS: readonly (readonly [string, RegionId])[] = [
  ['us-east-1', 'us-east-1'],
  ['prod-use1', 'us-east-1'],
  ['eu-west-1', 'eu-west-1'],
]

export function settingsOf(over: Record<string, unknown> = {}): VizceralSettings {
  return VizceralSettings.parse({ id: 'promviz', kind: 'vizceral', url: 'http://127.0.0.1:9091/graph', ...over })
}

export function assemblerOf(over: Record<string, unknown> = {}): Assembler {
  return createAssembler({ settings: settingsOf(over), regionNames: new Map(REGIONS) })
}

/** What one look at such a feed tells; throws where it is refused. */
export function reportOf(feed: unknown, over: Record<string, unknown> = {}): SourceReport {
  return nextReport(assemblerOf(over), feed, NOW)
}

export function nextReport(assembler: Assembler, feed: unknown, now: number): SourceReport {
  const outcome = assembler.assemble(WireFeed.parse(JSON.parse(JSON.stringify(feed))), now)
  if (outcome.kind === 'failed') throw new Error(outcome.message)
  return outcome.report
}

/** `INTERNET>us-east-1/api 100 0.1 0` */
export function lineOf(edge: EdgeReading): string {
  const end = (region: string, service: string) => (region === 'global' ? service : `${region}/${service}`)
  const numbers = [edge.requestsPerSecond, edge.errorShare, edge.degradedShare]
  const names = `${end(edge.sourceRegion, edge.source)}>${end(edge.targetRegion, edge.target)}`
  return `${names} ${numbers.map((number) => Number(number.toPrecision(6))).join(' ')}${edge.entry ? ' entry' : ''}`
}

/** The world with one region, whose graph is given. */
export function worldWith(region: object, over: object = {}): object {
  return {
    renderer: 'global',
    name: 'edge',
    nodes: [{ name: 'INTERNET' }, { name: 'us-east-1', renderer: 'region', updated: NOW - 2_000, ...region }],
    connections: [],
    ...over,
  }
}

export const WHOLE = { normal: 90, warning: 0, danger: 10 }
