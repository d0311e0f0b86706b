import type { SourceReport } from '#bff/topology/report.ts'
import { assembleReports } from './assemble-report.ts'
import type { Asked, Batch } from './batch.ts'
import { failureOf } from '../failure.ts'
import { createFreshnessMemory, type FreshnessMemory } from './freshness-memory.ts'
import { createRegionNames } from './names.ts'
import type { Role } from './question.ts'
import { instant } from './series.ts'
import { PrometheusSettings } from './settings.ts'
import type { WireVectorRow } from './wire.ts'

export const AT = 1_795_375_500_000
export const REGIONS = ['us-east-1', 'us-west-2']

type Rows = readonly { metric: Record<string, string>; value: number | string }[]

/** What each question was answered with; `failed` where it was not, and those left out were not asked. */
export type Answers = Partial<Record<Role, Rows | 'failed'>>

export function batchOf(answers: Answers): Batch {
  return new Map(
    Object.entries(answers).flatMap(([name, rows]) => {
      const role = roleOf(name)
      return rows === undefined ? [] : [[role, askedOf(role, rows)] as const]
    }),
  )
}

export function istioSettings(overrides: object = {}): PrometheusSettings {
  return PrometheusSettings.parse({ ...BASE, preset: 'istio', entry: ['edge-proxy'], ...overrides })
}

export function customSettings(overrides: object = {}): PrometheusSettings {
  return PrometheusSettings.parse({
    ...BASE,
    preset: 'custom',
    entry: ['edge-proxy'],
    queries: { requests: 'sum by (source, target, source_region, target_region) (rate(requests_total[$window]))' },
    ...overrides,
  })
}

const BASE = { id: 'mesh', kind: 'prometheus', url: 'http://127.0.0.1:9090', period: '5s' }

export function reportOf(
  settings: PrometheusSettings,
  answers: Answers,
  { memory = createFreshnessMemory(), at = AT }: { memory?: FreshnessMemory; at?: number } = {},
): SourceReport {
  const regions = createRegionNames({
    regions: REGIONS,
    regionAliases: new Map([['Kubernetes', 'us-east-1']]),
    fixed: settings.region,
  })
  const batch = batchOf(answers)
  return assembleReports({ id: 'mesh', settings, regions, batch, steps: instant(at), memory, now: at }).reportAt(0)
}

function askedOf(role: Role, rows: Rows | 'failed'): Asked {
  const question = { role, asked: `question of ${role}`, query: role }
  if (rows === 'failed') {
    return { question, answer: { kind: 'failed', failure: failureOf('query-refused', `${role} was refused.`) } }
  }
  const result = rows.map(({ metric, value }): WireVectorRow => ({ metric, value: [AT / 1_000, String(value)] }))
  return {
    question,
    answer: {
      kind: 'answered',
      value: { result: { resultType: 'vector', result }, warnings: [] },
      bytes: 0,
      servedAtMs: NaN,
    },
  }
}

/** Object.entries forgets what its keys are; these are the keys of Answers. */
function roleOf(name: string): Role {
  const isRole = (text: string): text is Role => text !== ''
  if (!isRole(name)) throw new Error('a question without a role')
  return name
}
