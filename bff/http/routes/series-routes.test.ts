import { describe, expect, it } from 'vitest'
import type { MomentQuery, SeriesQuery } from '#contract/series.ts'
import { serverFixture, SERIES } from '../services-fixture.ts'

const DAY_MS = 86_400_000

describe('GET /api/v1/history/series', () => {
  it.each([
    ['region=us-east-1', { region: 'us-east-1', agoMs: 0, points: 180 }],
    ['region=us-east-1&service=api&points=60', { region: 'us-east-1', service: 'api', agoMs: 0, points: 60 }],
    [
      'source=global/internet&target=us-east-1&agoMs=86400000',
      { source: 'global/internet', target: 'us-east-1', agoMs: DAY_MS, points: 180 },
    ],
    [
      `source=us-east-1/api&target=${encodeURIComponent('us-east-1/identity:http')}`,
      { source: 'us-east-1/api', target: 'us-east-1/identity:http', agoMs: 0, points: 180 },
    ],
  ])('passes on what is asked: %s', async (search, expected) => {
    const asked: SeriesQuery[] = []
    const series = async (query: SeriesQuery) => {
      asked.push(query)
      return SERIES
    }
    const app = await serverFixture({ services: { series } })
    const answer = await app.inject(`/api/v1/history/series?${search}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual(SERIES)
    expect(asked).toEqual([expected])
    await app.close()
  })

  it.each([
    ['', 'region'],
    ['service=api', 'region'],
    ['source=us-east-1', 'region'],
    ['region=us-east-1&source=a&target=b', 'region'],
    ['region=Us%20East', 'region'],
    ['source=../etc&target=b', 'source'],
    ['region=us-east-1&points=1', 'points'],
    ['region=us-east-1&agoMs=-1', 'agoMs'],
  ])('refuses %j and names the place', async (search, place) => {
    const app = await serverFixture()
    const answer = await app.inject(`/api/v1/history/series?${search}`)
    expect([answer.statusCode, answer.json().path]).toEqual([400, `querystring.${place}`])
    await app.close()
  })

  it('is for those who are signed in', async () => {
    const app = await serverFixture({ actor: null })
    for (const path of ['history/series?region=a', 'history/moment?region=a&agoMs=1', 'presets']) {
      expect((await app.inject(`/api/v1/${path}`)).statusCode).toBe(401)
    }
    await app.close()
  })
})

describe('GET /api/v1/history/moment', () => {
  it('passes on what is asked', async () => {
    const asked: MomentQuery[] = []
    const moment = async (query: MomentQuery) => {
      asked.push(query)
      return {
        region: query.region,
        at: 1_000,
        services: [{ service: 'api', requestsPerSecond: 5, errorShare: null }],
      }
    }
    const app = await serverFixture({ services: { moment } })
    const answer = await app.inject('/api/v1/history/moment?region=us-east-1&agoMs=600000')
    expect(answer.json().services).toEqual([{ service: 'api', requestsPerSecond: 5, errorShare: null }])
    expect(asked).toEqual([{ region: 'us-east-1', agoMs: 600_000 }])
    await app.close()
  })
})

describe('GET /api/v1/presets', () => {
  it('tells the named filters of the configuration', async () => {
    const presets = [{ name: 'Playback', expression: 'owner = playback' }]
    const app = await serverFixture({ services: { presets: () => ({ presets }) } })
    expect((await app.inject('/api/v1/presets')).json()).toEqual({ presets })
    await app.close()
  })
})
