import { describe, expect, test } from 'vitest'
import { assembleRegistry } from './assemble-report.ts'
import { createPlaceOf } from './place-of.ts'
import { instanceOf } from './registry-fixture.ts'
import type { RegistryList } from './registry-reader.ts'
import { EurekaSettings } from './settings.ts'
import type { WireInstance } from './wire-instance.ts'

const NOW = 1_795_400_000_000

function assemble(
  instances: WireInstance[],
  change: Partial<RegistryList> = {},
  written: Record<string, unknown> = {},
) {
  const settings = EurekaSettings.parse({ id: 'eureka', kind: 'eureka', url: 'http://eureka:8761', ...written })
  const list: RegistryList = {
    instances,
    leaseOf: () => ({ renewedAt: NOW - 5_000, suspect: false }),
    newestSign: NOW - 5_000,
    unreadable: 0,
    mismatch: null,
    how: 'whole',
    ...change,
  }
  const placeOf = createPlaceOf({ settings, regions: ['us-east-1'], regionAliases: new Map() })
  return assembleRegistry({ id: 'eureka', settings, placeOf, list, servedAtMs: NOW })
}

const words = (...given: Parameters<typeof assemble>) => assemble(...given).problems.map(({ message }) => message)

test('an instance in our words', () => {
  expect(assemble([instanceOf({ metadata: { version: '1.2.3' } })]).instances).toEqual([
    {
      id: 'i-1',
      region: 'us-east-1',
      zone: 'us-east-1c',
      name: 'LICENSE',
      status: 'up',
      override: null,
      version: '1.2.3',
      group: 'license-main-v042',
      host: 'ip-10-0-0-5.ec2.internal',
      address: '10.0.0.5',
      port: 7001,
      upSince: NOW - 3_500_000,
      renewedAt: NOW - 5_000,
      suspect: false,
      actionable: false,
      observedAt: NOW - 5_000,
    },
  ])
})

test.each([
  ['UP', 'up'],
  ['DOWN', 'down'],
  ['STARTING', 'starting'],
  ['OUT_OF_SERVICE', 'out-of-service'],
  ['UNKNOWN', 'unknown'],
  ['SOMETHING_NEW', 'unknown'],
])('status %s is %s', (status, expected) => {
  expect(assemble([instanceOf({ status })]).instances[0]?.status).toBe(expected)
})

test('the port that is open, the secure one where only it is, none where neither is', () => {
  const off = { $: 1, '@enabled': 'false' }
  const secure = { $: 7002, '@enabled': 'true' }
  const port = (ports: Record<string, unknown>) => assemble([instanceOf(ports)]).instances[0]?.port
  expect(port({ port: off, securePort: secure })).toBe(7002)
  expect(port({ port: off, securePort: off })).toBeNull()
})

test('the version stands where the configuration says', () => {
  const instance = instanceOf({ metadata: { 'git.sha': 'abc', version: '1' } })
  const version = (written: Record<string, unknown>) => assemble([instance], {}, written).instances[0]?.version
  expect(version({ metadata: { version: ['git.sha'] } })).toBe('abc')
  expect(version({ metadata: { version: ['none'] } })).toBeNull()
})

describe('how old a list is', () => {
  test.each([
    ['a young list is as old as its newest sign of life', NOW - 4_000, NOW - 4_000],
    ['a quiet one as old as the server may have kept it', NOW - 170_000, NOW - 30_000],
    ['one without any sign of life too', NaN, NOW - 30_000],
    ['none is younger than now', NOW + 800, NOW],
  ])('%s', (_, newestSign, expected) => {
    expect(assemble([instanceOf()], { newestSign }).observedAt).toBe(expected)
  })
})

describe('problems in words', () => {
  test('none where there is none', () => {
    expect(words([instanceOf()])).toEqual([])
  })

  test('regions nobody has configured', () => {
    const away = instanceOf({ dataCenterInfo: { name: 'Amazon', metadata: { 'availability-zone': 'sa-east-1a' } } })
    expect(words([away, away, instanceOf()])).toEqual([
      '2 instances are in sa-east-1, which no region of the configuration is called; add what is missing to regions, or to the aliases of one.',
    ])
  })

  test('no region at all', () => {
    expect(words([instanceOf({ dataCenterInfo: { name: 'MyOwn' } })])).toEqual([
      '1 instance tells no region: set region of this source, or metadata.region to the key that tells it.',
    ])
  })

  test('a list that does not add up', () => {
    const mismatch = { told: 'DOWN_1_UP_12_', counted: 'UP_11_' }
    expect(words([instanceOf()], { mismatch })).toEqual([
      'The registry counts 1 DOWN, 12 UP, but its list has 11 UP; a proxy may cut or filter its answers.',
    ])
  })

  test('a registry that protects itself', () => {
    const silent = instanceOf({ instanceId: 'silent' })
    const leaseOf = ({ id }: WireInstance) => ({ renewedAt: NOW, suspect: id === 'silent' })
    expect(words([silent, instanceOf()], { leaseOf })[0]).toContain('1 of 2 instances said to be up')
    expect(words([silent, ...Array.from({ length: 9 }, () => instanceOf())], { leaseOf })).toEqual([])
  })
})
