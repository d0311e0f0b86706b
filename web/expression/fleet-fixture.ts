import { createEdgeColumns, createNodeColumns, type EdgeColumns, type Frame } from '#contract/frame-codec/frame.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import type { Protocol } from '#contract/ids.ts'
import type { NodeKind, Roster, RosterNode } from '#contract/roster.ts'
import type { Expression } from './expression.ts'
import type { MatchQuestion } from './evaluate-expression.ts'
import { parseExpression } from './parse-expression.ts'

/** Told measures; the rest is unknown. */
interface Told {
  rps?: number
  errors?: number
  degraded?: number
  p99?: number
  saturation?: number
  breakersOpen?: number
  alerts?: number
}

export interface ServiceRow extends Told {
  /** `us-east-1/api`. */
  id: string
  name?: string
  kind?: NodeKind
  owner?: string
  zones?: string[]
  domain?: string
  gone?: boolean
}

export interface ConnectionRow extends Told {
  /** `us-east-1/api>us-east-1/identity`. */
  id: string
  protocol?: Protocol
  gone?: boolean
}

export interface SmallFleet {
  roster: Roster
  frame: Frame
}

export function fleetOf(services: readonly ServiceRow[], connections: readonly ConnectionRow[]): SmallFleet {
  const rows = new Map(services.map(({ id }, row) => [id, row]))
  const nodes = services.map(({ id, name, kind = 'service', owner, domain, zones, alerts, gone }): RosterNode => {
    const [region = '', service = ''] = id.split('/')
    const facts = { ...(owner && { owner }), ...(domain && { domain }), ...(zones && { zones }), ...(gone && { gone }) }
    const notices = Array.from({ length: alerts ?? 0 }, () => ({ severity: 'warning' as const, text: 'told' }))
    return { region, service, name: name ?? service, kind, feed: 0, ...facts, ...(alerts && { notices }) }
  })
  const edges = connections.map(({ id, protocol = 'http', gone }) => {
    const [source = '', target = ''] = id.split('>')
    return { source: rows.get(source) ?? -1, target: rows.get(target) ?? -1, protocol, feed: 0, ...(gone && { gone }) }
  })
  const regions = [...new Set(nodes.map(({ region }) => region))].filter((id) => id !== 'global')
  const roster: Roster = {
    epoch: 'one',
    version: 0,
    regions: regions.map((id) => ({ id, name: id === 'us-east-1' ? 'US East' : id })),
    zones: regions.flatMap((region) => ['a', 'b', 'c'].map((letter) => ({ region, id: `${region}${letter}` }))),
    feeds: [{ source: 'test', region: 'us-east-1', periodMs: 1_000 }],
    businessMetrics: [],
    nodes,
    edges,
  }
  return { roster, frame: frameOf(services, connections) }
}

function frameOf(services: readonly Told[], connections: readonly Told[]): Frame {
  const nodes = createNodeColumns(services.length)
  const edges = createEdgeColumns(connections.length)
  services.forEach((told, row) => {
    fill(nodes, row, told)
    nodes.saturation[row] = told.saturation ?? NaN
    nodes.breakersOpen[row] = told.breakersOpen ?? NaN
  })
  connections.forEach((told, row) => fill(edges, row, told))
  return {
    seq: 1,
    rosterEpoch: 'one',
    rosterVersion: 0,
    at: 0,
    worldAt: 0,
    feedObservedAt: Float64Array.of(0),
    nodes,
    edges,
    regionTotals: [],
    zoneTotals: [],
    businessTotals: [],
  }
}

function fill(columns: EdgeColumns, row: number, told: Told): void {
  columns.requestsPerSecond[row] = told.rps ?? NaN
  columns.errorShare[row] = told.errors ?? NaN
  columns.degradedShare[row] = told.degraded ?? NaN
  columns.p99LatencyMs[row] = told.p99 ?? NaN
}

export function expressionOf(text: string): Expression {
  const parsed = parseExpression(text)
  if (parsed.kind === 'wrong') throw new Error(`${text}: ${parsed.faults.map(({ message }) => message).join('; ')}`)
  return parsed.expression
}

export function questionOf(fleet: SmallFleet, text: string, rest: Partial<MatchQuestion> = {}): MatchQuestion {
  return { ...fleet, expression: expressionOf(text), region: null, thresholds: DEFAULT_HEALTH_THRESHOLDS, ...rest }
}

/** Two regions, one failing chain in the first, one service of which nothing is known, one that is gone. */
export const SMALL_FLEET = fleetOf(
  [
    { id: 'global/internet', kind: 'internet', rps: 90_000, errors: 0.001 },
    {
      id: 'us-east-1/edge-proxy',
      owner: 'edge-gateway',
      domain: 'edge',
      rps: 40_000,
      errors: 0.16,
      p99: 900,
      breakersOpen: 2.0001,
    },
    {
      id: 'us-east-1/playback-api',
      owner: 'playback',
      domain: 'playback',
      rps: 18_000,
      errors: 0.31,
      p99: 2_900,
      breakersOpen: 0,
    },
    {
      id: 'us-east-1/license',
      owner: 'playback',
      name: 'Play Licence',
      rps: 9_000,
      errors: 0.01,
      degraded: 0.2,
      saturation: 0.92,
      alerts: 1,
    },
    { id: 'us-east-1/license-db', kind: 'datastore', owner: 'Storage', rps: 8_000, errors: 0, p99: 11 },
    { id: 'us-east-1/billing', owner: 'billing', rps: 0, errors: 0 },
    { id: 'us-east-1/silent' },
    { id: 'us-east-1/retired', owner: 'playback', rps: 5, errors: 1, gone: true },
    { id: 'eu-west-1/edge-proxy', owner: 'edge-gateway', rps: 30_000, errors: 0.02, degraded: 0.2 },
    { id: 'eu-west-1/playback-api', owner: 'playback', rps: 12_000, errors: 0.002, p99: 120 },
    { id: 'eu-west-1/far', rps: 1, errors: 0.5 },
  ],
  [
    { id: 'global/internet>us-east-1/edge-proxy', rps: 40_000, errors: 0.16 },
    { id: 'us-east-1/edge-proxy>us-east-1/playback-api', rps: 18_000, errors: 0.31, protocol: 'grpc' },
    { id: 'us-east-1/playback-api>us-east-1/license', rps: 9_000, errors: 0.01 },
    { id: 'us-east-1/license>us-east-1/license-db', rps: 8_000, errors: 0, protocol: 'database' },
    { id: 'us-east-1/edge-proxy>us-east-1/billing', rps: 0, errors: 0 },
    { id: 'us-east-1/silent>us-east-1/billing' },
    { id: 'us-east-1/retired>us-east-1/billing', rps: 5, errors: 1, gone: true },
    { id: 'global/internet>eu-west-1/edge-proxy', rps: 30_000, errors: 0.02 },
    { id: 'eu-west-1/edge-proxy>eu-west-1/playback-api', rps: 12_000, errors: 0.002 },
    { id: 'eu-west-1/playback-api>us-east-1/license', rps: 10, errors: 0.3 },
    { id: 'eu-west-1/playback-api>eu-west-1/far', rps: 1, errors: 0.5 },
  ],
)
