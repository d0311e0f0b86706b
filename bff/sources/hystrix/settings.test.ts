import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '#bff/config/read-configuration.ts'

function read(...sources: string[]) {
  const list = sources.map((source) => `  - ${source}\n`).join('')
  return parseConfiguration('spillway.yaml', `version: 1\nregions: [{ id: us-east-1 }]\nsources:\n${list}`, {})
}

const STREAM = '{ url: "http://10.0.0.7:8080/hystrix.stream", service: playback-api, region: us-east-1 }'
const EUREKA = '{ id: eureka, kind: eureka, url: "http://eureka:8761/eureka" }'

describe('a few lines of configuration', () => {
  test.each([
    [`{ id: hystrix, kind: hystrix, instances: [${STREAM}] }`],
    [
      '{ id: hystrix, kind: hystrix, instances: [{ url: "http://a/hystrix.stream", service: PLAYBACK, instance: i-1 }] }',
    ],
    [
      '{ id: hystrix, kind: hystrix, registry: eureka, networks: [10.0.0.0/8], path: /actuator/hystrix.stream }',
      EUREKA,
    ],
    [`{ id: turbine, kind: turbine, clusters: [{ url: "http://t/turbine.stream?cluster=A", service: A }] }`],
  ])('%s', (...sources) => expect(read(...sources)).toMatchObject({ kind: 'read' }))

  test('defaults', () => {
    const outcome = read(`{ id: hystrix, kind: hystrix, instances: [${STREAM}] }`)
    expect(outcome.kind === 'read' ? outcome.configuration.sources : []).toMatchObject([
      {
        period: 1_000,
        path: '/hystrix.stream',
        auth: { kind: 'none' },
        limits: { streams: 400, connectionsPerInstance: 1, silence: 3_000, bytes: 262_144, timeout: 10_000 },
      },
    ])
  })

  test.each<[string, string]>([
    ['{ id: h, kind: hystrix }', 'sources[0].instances'],
    ['{ id: h, kind: hystrix, instances: [{ url: "ftp://a/b", service: s }] }', 'sources[0].instances[0].url'],
    ['{ id: h, kind: hystrix, instances: [{ url: "http://me:pw@a/b", service: s }] }', 'sources[0].instances[0].url'],
    ['{ id: h, kind: hystrix, instances: [{ url: "http://a/b" }] }', 'sources[0].instances[0].service'],
    [
      '{ id: h, kind: hystrix, instances: [{ url: "http://a/b", service: s, region: mars }] }',
      'sources[0].instances[0].region',
    ],
    [
      '{ id: t, kind: turbine, clusters: [{ url: "http://a/b", service: s, region: mars }] }',
      'sources[0].clusters[0].region',
    ],
    ['{ id: t, kind: turbine, clusters: [] }', 'sources[0].clusters'],
    [`{ id: h, kind: hystrix, instances: [${STREAM}], registry: h, networks: [10.0.0.0/8] }`, 'sources[0].registry'],
    [`{ id: h, kind: hystrix, registry: nobody, networks: [10.0.0.0/8] }`, 'sources[0].registry'],
    [`{ id: h, kind: hystrix, instances: [${STREAM}], networks: [10.0.0.0/33] }`, 'sources[0].networks[0]'],
    [`{ id: h, kind: hystrix, instances: [${STREAM}], path: "stream" }`, 'sources[0].path'],
    [
      `{ id: h, kind: hystrix, instances: [${STREAM}], limits: { connectionsPerInstance: 5 } }`,
      'sources[0].limits.connectionsPerInstance',
    ],
  ])('%s is refused with its place', (source, path) => {
    const outcome = read(source)
    expect(outcome.kind === 'faulty' ? outcome.faults.map((fault) => fault.path) : []).toEqual([path])
  })

  test('addresses of a registry are not asked unless their networks are listed', () => {
    const outcome = read('{ id: h, kind: hystrix, registry: eureka }', EUREKA)
    expect(outcome.kind === 'faulty' ? outcome.faults.map((fault) => fault.path) : []).toContain('sources[0].networks')
  })
})
