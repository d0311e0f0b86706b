import { expect, test } from 'vitest'
import { Configuration } from '#bff/config/configuration.ts'
import { instanceReading, NOW, reportOf } from '#bff/services/facts-fixture.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { edge, EAST } from '#bff/topology/report-fixture.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { examineIdentity } from './examine-identity.ts'

function sourceOf(id: string, tells: TrafficSource['tells'], report: SourceReport): TrafficSource {
  return {
    id,
    kind: 'prometheus',
    tells,
    preset: 'custom',
    url: 'http://127.0.0.1:9090',
    periodMs: 30_000,
    regions: [EAST],
    poll: async () => ({ kind: 'answered', report }),
    backfill: async function* () {},
    examine: async () => [],
  }
}

const MESH = sourceOf('mesh', ['traffic'], {
  ...reportOf({}, { source: 'mesh' }),
  edges: [edge('internet>us-east-1/api', { observedAt: NOW }), edge('us-east-1/api>us-east-1/license')],
})

function examine(instances: readonly string[], identity: object = {}) {
  const facts = { instances: instances.map((name, index) => instanceReading({ id: `i-${index}`, name })) }
  const configuration = Configuration.parse({
    version: 1,
    regions: [{ id: EAST }],
    sources: [{ id: 'mesh', kind: 'prometheus', preset: 'istio', url: 'http://127.0.0.1:9090' }],
    identity,
  })
  return examineIdentity({
    configuration,
    sources: [MESH, sourceOf('eureka', ['instances'], reportOf(facts))],
    clock: { now: () => NOW },
    signal: AbortSignal.timeout(10_000),
  })
}

test('says what joined, what did not, and the line to write', async () => {
  expect(await examine(['API', 'API', 'LICENCE'])).toMatchObject([
    {
      source: 'eureka',
      asked: 'names of instances',
      outcome: 'warning',
      answer: '1 of 2 name(s) joined a service of the fleet',
    },
    {
      asked: 'instances of LICENCE',
      outcome: 'warning',
      answer: '1 fact(s) join no service. If it is license, write identity: { names: { "LICENCE": license } }.',
    },
  ])
  expect(await examine(['API', 'LICENCE'], { names: { LICENCE: 'license' } })).toMatchObject([
    { outcome: 'ok', answer: '2 of 2 name(s) joined a service of the fleet' },
  ])
})

test('a rule that leads astray and one that meets nothing are named', async () => {
  const rules = [
    { match: 'API', service: 'apis' },
    { match: 'never', service: 'api' },
  ]
  const findings = await examine(['API'], { rules })
  expect(findings.map(({ asked, answer }) => [asked, answer])).toEqual([
    ['names of instances', '0 of 1 name(s) joined a service of the fleet'],
    [
      'instances of API',
      '1 fact(s) join no service. identity.rules[0] leads to no service of the fleet. If it is api, write identity: { names: { "API": api } }.',
    ],
    ['identity.rules[1]', 'met no name at all; is it still wanted?'],
  ])
})
