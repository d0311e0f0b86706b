import { describe, expect, test } from 'vitest'
import { assessReadiness, type ReadinessFacts } from './assess-readiness.ts'
import { AMPLE } from './plan-fixture.ts'
import type { Situation } from './situation.ts'
import { bothPlanes, capacity, NOON, plane, situation } from './situation-fixture.ts'

const DAY = 86_400_000
function facts(parts: Partial<Situation> = {}, more: Partial<ReadinessFacts> = {}): ReadinessFacts {
  return {
    situation: situation({ capacity: AMPLE, planes: bothPlanes(), ...parts }),
    lastDrill: [
      { region: 'use1', at: NOON - 3 * DAY },
      { region: 'usw2', at: NOON - 40 * DAY },
    ],
    credentials: [],
    dependencies: [],
    standingPlan: ['use1', 'usw2', 'euw1'].map((region) => ({ region, approved: true, differences: [] })),
    ...more,
  }
}
const said = (of: ReadinessFacts, region = 'use1') =>
  (assessReadiness(of).find((each) => each.region === region)?.findings ?? []).map(
    ({ about, state, says }) => `${about} ${state}: ${says}`,
  )
const licences = { store: 'licences', class: 'single-primary', primary: 'use1', regions: ['use1', 'euw1'] } as const

describe('readiness', () => {
  test('a region that is ready has nothing that warns', () => {
    expect(said(facts()).filter((each) => !each.includes(' ready: '))).toEqual([])
  })
  test('the least ready comes first', () => {
    expect(assessReadiness(facts()).map(({ region }) => region)).toEqual(['euw1', 'usw2', 'use1'])
  })
  test.for<[string, ReadinessFacts, string]>([
    [
      'saviors without room',
      facts({ capacity: [capacity('usw2', 480_000), capacity('euw1', 460_000)] }),
      'capacity not-ready: the saviors are short of 120 k requests/s, 26.1 % of the moved load; api in euw1 saturates first',
    ],
    [
      'saviors of unknown room',
      facts({ capacity: [] }),
      'capacity unknown: whether the saviors can carry it is unknown',
    ],
    [
      'a store without a copy',
      facts({ stores: [{ ...licences, regions: ['use1'], lagMs: 0 }] }),
      'stores not-ready: licences has no copy',
    ],
    ['a store of unknown lag', facts({ stores: [{ ...licences, lagMs: NaN }] }), 'stores unknown: nobody measures'],
    [
      'a store promoted by hand',
      facts({ stores: [{ ...licences, lagMs: 900 }] }),
      'stores warns: the copies of licences lag by 900 ms; it is',
    ],
    [
      'a service without a twin',
      facts({ capacity: [...AMPLE, capacity('use1', 9e6, { service: 'fax' })] }),
      'services not-ready: only in use1: fax',
    ],
    [
      'a job without a twin',
      facts({ jobs: [{ job: 'billing', region: 'use1', backlog: null, movable: false }] }),
      'jobs warns: billing can run',
    ],
    [
      'a plane that lives there',
      facts({ planes: [plane('proxy', { all: { use1: 1, usw2: 1 } }, { livesIn: { one: 'use1' } })] }),
      'planes warns: edge-proxies lives in use1',
    ],
    [
      'a plane nobody can read',
      facts({ planes: bothPlanes().map((each) => ({ ...each, readings: [] })) }),
      'planes not-ready: edge-proxies: one cannot be read',
    ],
    [
      'credentials that expired',
      facts({}, { credentials: [{ plane: 'dns', provenAt: NOON, expiresAt: NOON - 1 }] }),
      'credentials not-ready: the credentials of dns have expired',
    ],
    [
      'credentials never tried',
      facts({}, { credentials: [{ plane: 'dns', provenAt: NaN, expiresAt: NaN }] }),
      'credentials unknown',
    ],
    [
      'a dependency',
      facts({}, { dependencies: [{ what: 'sign-in', region: 'use1', works: false, why: 'no answer' }] }),
      'dependencies not-ready: without use1, sign-in: no answer',
    ],
    ['no standing plan', facts({}, { standingPlan: [] }), 'plan warns: there is no standing plan'],
  ])('%s', ([, given, expected]) => {
    expect(said(given)).toContainEqual(expect.stringContaining(expected))
  })
  test('never drilled is not ready', () => {
    expect(said(facts(), 'euw1')).toContain('drill not-ready: euw1 has never been evacuated')
  })
})
