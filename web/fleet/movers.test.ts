import { describe, expect, it } from 'vitest'
import { createFleet, type FleetChanges } from './fleet-fixture.ts'
import { moversOf } from './movers.ts'
import { servicesIn } from './service-facts.ts'

const NAMES = ['edge-proxy', 'api', 'playback', 'license', 'search', 'license-db']
const then = (changes: Record<string, { requestsPerSecond?: number | null; errorShare?: number | null }> = {}) =>
  NAMES.map((service) => ({ service, requestsPerSecond: 1_000, errorShare: 0.001, ...changes[service] }))

function movers(changes: FleetChanges, past = then()) {
  return moversOf(servicesIn(createFleet(changes), 'us-east-1'), past).map(({ service, kind }) => [
    service.node.service,
    kind,
  ])
}

describe('top movers', () => {
  it('are none while only chance moves', () => {
    expect(movers({ nodes: { 'us-east-1/api': { requestsPerSecond: 1_100, errorShare: 0.004 } } })).toEqual([])
  })

  it('stand in the order of how much they moved, failures before volume of the same size', () => {
    const changes: FleetChanges = {
      nodes: {
        'us-east-1/license': { errorShare: 0.31 },
        'us-east-1/api': { requestsPerSecond: 400 },
        'us-east-1/search': { requestsPerSecond: 1_200 },
      },
    }
    expect(movers(changes)).toEqual([
      ['license', 'errors'],
      ['api', 'requests'],
      ['search', 'requests'],
    ])
  })

  it('fall and rise alike, and appear from nothing', () => {
    const past = then({ api: { requestsPerSecond: 0 }, search: { requestsPerSecond: 4_000 } })
    expect(movers({}, past)).toEqual([
      ['search', 'requests'],
      ['api', 'requests'],
    ])
  })

  it('do not hold what is unknown on either side, or too small to have a rate', () => {
    const past = then({ api: { requestsPerSecond: null, errorShare: null }, search: { requestsPerSecond: 0.2 } })
    const changes: FleetChanges = { nodes: { 'us-east-1/search': { requestsPerSecond: 0.9 } } }
    // 68 and 80 requests/s are the same rate, counted twice.
    const twice = then({ api: { requestsPerSecond: 68 } })
    expect(movers({ nodes: { 'us-east-1/api': { requestsPerSecond: 80 } } }, twice)).toEqual([])
    expect(movers(changes, past)).toEqual([])
    expect(movers({}, [])).toEqual([])
  })

  it('are not told of old figures', () => {
    expect(movers({ ages: { 'us-east-1': 60_000 }, nodes: { 'us-east-1/api': { errorShare: 0.5 } } })).toEqual([])
  })
})
