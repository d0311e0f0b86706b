import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import {
  PATHS,
  accessUrl,
  apiPageUrl,
  changesUrl,
  evacuateUrl,
  instantOf,
  instantTextOf,
  keepingMoment,
  readinessUrl,
  runReportUrl,
  runUrl,
  searchOf,
  searchTextOf,
  serviceUrl,
  servicesUrl,
  sourcesUrl,
  trafficUrl,
} from './urls.ts'

describe('the console’s addresses', () => {
  it('are these', () => {
    const at = Date.UTC(2026, 10, 22, 14, 2, 11)
    expect([
      trafficUrl(),
      trafficUrl({ view: 'us-east-1' }),
      trafficUrl({ view: 'us-east-1', sel: 'us-east-1/api', at }),
      trafficUrl({ view: 'us-east-1', sel: 'us-east-1/api>us-east-1/identity:http' }),
      trafficUrl({ view: 'us-east-1', q: 'errors > 1% & owner = "a b"', table: true }),
      trafficUrl({ at, vs: '2026-11-22T13:52:11Z', measure: 'errors', side: true, range: '6h' }),
      trafficUrl({ view: undefined, sel: '' }),
      servicesUrl(),
      servicesUrl({ q: 'errors > 1%', sort: '-requests', grid: true }),
      serviceUrl('playback-license'),
      serviceUrl('api', { region: 'us-east-1' }),
      changesUrl(),
      changesUrl({ kind: 'deploy,chaos', range: '7d', record: true }),
      sourcesUrl(),
      evacuateUrl(),
      evacuateUrl({ region: 'us-east-1', failure: 'edge-dark' }),
      readinessUrl(),
      readinessUrl('us-east-1'),
      runUrl('01JD7000000000000000000000'),
      runReportUrl('01JD7000000000000000000000'),
      accessUrl(),
      apiPageUrl(),
    ]).toMatchInlineSnapshot(`
      [
        "/",
        "/?view=us-east-1",
        "/?view=us-east-1&sel=us-east-1/api&at=2026-11-22T14:02:11Z",
        "/?view=us-east-1&sel=us-east-1/api%3Eus-east-1/identity:http",
        "/?view=us-east-1&q=errors%20%3E%201%25%20%26%20owner%20%3D%20%22a%20b%22&table=true",
        "/?vs=2026-11-22T13:52:11Z&measure=errors&side=true&range=6h&at=2026-11-22T14:02:11Z",
        "/",
        "/services",
        "/services?q=errors%20%3E%201%25&sort=-requests&grid=true",
        "/services/playback-license",
        "/services/api?region=us-east-1",
        "/changes",
        "/changes?kind=deploy,chaos&range=7d&record=true",
        "/sources",
        "/evacuate",
        "/evacuate?region=us-east-1&failure=edge-dark",
        "/evacuate/readiness",
        "/evacuate/readiness?region=us-east-1",
        "/evacuate/01JD7000000000000000000000",
        "/evacuate/01JD7000000000000000000000/report",
        "/access",
        "/api/docs",
      ]
    `)
  })

  it('point the API page where the server has it', () => {
    expect(PATHS.apiPage).toBe(ROUTES.apiPage)
  })
})

describe('the search part', () => {
  it('reads back as it was written, whatever the words', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1, unit: 'grapheme' })),
        (search) => {
          expect(searchOf(searchTextOf(search))).toEqual({ ...search })
        },
      ),
    )
  })

  it('keeps numbers that are names', () => {
    expect(searchOf('?view=404&sel=true')).toEqual({ view: '404', sel: 'true' })
  })
})

describe('a moment in an address', () => {
  it('survives to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (seconds) => {
        expect(instantOf(instantTextOf(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
  })

  it('is undefined where it is none', () => {
    expect(instantOf('yesterday-ish')).toBeUndefined()
  })
})

describe('going on at the moment that is shown', () => {
  const past = '/?view=eu-west-1&at=2026-11-22T14:02:11Z'
  it('keeps it for another view of the traffic, and only there', () => {
    expect(keepingMoment('/?view=us-east-1', past)).toBe('/?view=us-east-1&at=2026-11-22T14:02:11Z')
    expect(keepingMoment('/sources', past)).toBe('/sources')
    expect(keepingMoment('/?at=2026-11-22T09:00:00Z', past)).toBe('/?at=2026-11-22T09:00:00Z')
    expect(keepingMoment('/?view=us-east-1', '/?view=eu-west-1')).toBe('/?view=us-east-1')
  })

  it('keeps what it is compared with, and the stretch along the bottom', () => {
    const compared = '/?vs=2026-11-22T13:52:11Z&measure=errors&range=6h&sel=eu-west-1'
    expect(keepingMoment('/?view=us-east-1', compared)).toBe(
      '/?view=us-east-1&vs=2026-11-22T13:52:11Z&measure=errors&range=6h',
    )
  })
})
