import { describe, expect, test } from 'vitest'
import type { Roster } from '#contract/roster.ts'
import { IdentityReport } from '#contract/services/identity.ts'
import { ServiceDetail, ServiceFacts } from '#contract/services/service.ts'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import { createServiceBook } from './create-service-book.ts'
import { alertReading, breakerReading, instanceReading, NOW, reportOf, rosterOf, tellerOf } from './facts-fixture.ts'
import { IdentitySettings } from './identity/settings.ts'

const RULES = { rules: [{ match: '(.+)-prod', service: '$1' }] }
const HYSTRIX = tellerOf({ id: 'hystrix', kind: 'hystrix', periodMs: 1_000 })
const ALERTS = tellerOf({ id: 'alerts', kind: 'alertmanager', periodMs: 15_000 })

function bookOf({ settings = RULES, roster = rosterOf() }: { settings?: object; roster?: Roster | null } = {}) {
  const state = { now: NOW, roster }
  const book = createServiceBook({
    settings: IdentitySettings.parse(settings),
    roster: () => state.roster,
    worldNow: () => state.now,
  })
  const factsOf = (region: string, service: string) => {
    const facts = ServiceFacts.array().parse(book.services().facts)
    return facts.find((row) => row.region === region && row.service === service)
  }
  return { book, state, factsOf }
}

test('nobody tells: every count is unknown, and none is zero', () => {
  const { factsOf } = bookOf()
  expect(factsOf('us-east-1', 'api')).toMatchObject({
    instancesUp: null,
    instancesTotal: null,
    breakersOpen: null,
    alertsCritical: null,
    deployedAt: null,
    observedAt: null,
  })
})

test('names that several systems write differently come together in one service', () => {
  const { book, factsOf } = bookOf()
  book.accept(
    tellerOf(),
    reportOf({
      instances: [instanceReading(), instanceReading({ id: 'i-2', status: 'out-of-service', suspect: true })],
    }),
  )
  book.accept(HYSTRIX, reportOf({ breakers: [breakerReading({ state: 'open' })] }, { source: 'hystrix' }))
  book.accept(ALERTS, reportOf({ alerts: [alertReading()] }, { source: 'alerts' }))
  expect(factsOf('us-east-1', 'api')).toMatchObject({
    instancesUp: 1,
    instancesTotal: 2,
    instancesSuspect: 1,
    breakersOpen: 1,
    breakersTotal: 1,
    alertsCritical: 1,
    alertsWarning: 0,
    versions: ['v1'],
  })
  const detail = ServiceDetail.parse({ ...book.service('api'), scoreRules: DEFAULT_SCORE_RULES, scoreRulesOwn: false })
  expect(detail.names).toEqual([
    { source: 'eureka', tells: 'instances', name: 'API', by: 'plain-form' },
    { source: 'hystrix', tells: 'breakers', name: 'API', by: 'plain-form' },
    { source: 'alerts', tells: 'alerts', name: 'api-prod', by: 'rule' },
  ])
  expect(detail.instances.map(({ id }) => id)).toEqual(['i-2', 'i-1'])
  expect(book.service('license')?.breakersBefore.map(({ service, command }) => [service, command])).toEqual([
    ['api', 'GetLicense'],
  ])
  expect(book.service('unheard-of')).toBeNull()
})

test('what joins nobody is listed with what it is like, and counted', () => {
  const { book } = bookOf()
  book.accept(
    tellerOf(),
    reportOf({ instances: [instanceReading({ name: 'LICENCE' }), instanceReading({ id: 'i-9', name: 'LICENCE' })] }),
  )
  book.accept(ALERTS, reportOf({ alerts: [alertReading({ name: null })] }, { source: 'alerts' }))
  const report = IdentityReport.parse(book.identity())
  expect(report.unmatched).toEqual([
    {
      source: 'eureka',
      tells: 'instances',
      name: 'LICENCE',
      regions: ['us-east-1'],
      facts: 2,
      service: null,
      by: null,
      line: null,
      like: ['license'],
    },
  ])
  expect(report.idle).toEqual(['identity.rules[0]'])
  expect(book.services().alertsWithoutService).toBe(1)
})

describe('with time', () => {
  test('a list is whole: what it no longer holds is no longer so', () => {
    const { book, factsOf } = bookOf()
    book.accept(tellerOf(), reportOf({ instances: [instanceReading()] }))
    expect(factsOf('us-east-1', 'api')?.instancesTotal).toBe(1)
    book.accept(tellerOf(), reportOf({ instances: [] }))
    // Once listed and listed no more: that is none left, not unknown. Never listed there stays unknown.
    expect(factsOf('us-east-1', 'api')?.instancesTotal).toBe(0)
    expect(factsOf('eu-west-1', 'api')?.instancesTotal).toBeNull()
  })

  test('a report without the list takes nothing away; a list too old to be believed tells nothing', () => {
    const { book, state, factsOf } = bookOf()
    book.accept(tellerOf(), reportOf({ instances: [instanceReading()] }))
    book.accept(tellerOf(), reportOf({}))
    expect(factsOf('us-east-1', 'api')).toMatchObject({ instancesUp: 1, observedAt: NOW - 10_000 })
    state.now = NOW + 3_600_000
    expect(factsOf('us-east-1', 'api')).toMatchObject({ instancesUp: null, instancesTotal: null })
    expect(book.services().feeds).toMatchObject([{ source: 'eureka', observedAt: NOW - 10_000 }])
  })

  test('a service that comes into the fleet is found by what was told before', () => {
    const { book, state, factsOf } = bookOf({ roster: null })
    book.accept(tellerOf(), reportOf({ instances: [instanceReading()] }))
    expect(book.identity().unmatched).toHaveLength(1)
    state.roster = rosterOf()
    expect(book.identity().unmatched).toHaveLength(0)
    expect(factsOf('us-east-1', 'api')?.instancesUp).toBe(1)
  })

  test('the deploy age is that of the version that started last, or of a change record', () => {
    const { book, factsOf } = bookOf()
    const old = instanceReading({ upSince: NOW - 9_000_000 })
    const first = instanceReading({ id: 'i-2', version: 'v2', upSince: NOW - 500_000 })
    book.accept(tellerOf(), reportOf({ instances: [old, first, { ...first, id: 'i-3', upSince: NOW - 400_000 }] }))
    expect(factsOf('us-east-1', 'api')).toMatchObject({ deployedAt: NOW - 500_000, versions: ['v1', 'v2'] })
    book.acceptDeploy({ region: 'us-east-1', service: 'api', at: NOW - 20_000 })
    expect(factsOf('us-east-1', 'api')?.deployedAt).toBe(NOW - 20_000)
  })
})

test('the map is marked by open breakers and by firing alerts, the worst first', () => {
  const { book } = bookOf()
  book.accept(HYSTRIX, reportOf({ breakers: [breakerReading({ state: 'half-open' })] }, { source: 'hystrix' }))
  const mild = alertReading({ key: 'b', severity: 'warning', summary: 'slow' })
  const silenced = alertReading({ key: 'c', state: 'suppressed', summary: 'known' })
  book.accept(ALERTS, reportOf({ alerts: [mild, silenced, alertReading()] }, { source: 'alerts' }))
  const [api, license] = book.marks()
  expect(api).toMatchObject({
    region: 'us-east-1',
    service: 'api',
    breakersOpen: 1,
    notices: [
      { severity: 'critical', text: 'api answers 7 % with errors' },
      { severity: 'warning', text: 'slow' },
    ],
  })
  expect(license).toMatchObject({ breakersOpen: NaN, notices: [] })
})
