import { describe, expect, it } from 'vitest'
import type { Roster } from '#contract/roster.ts'
import { findEntries, paletteEntriesOf } from './palette-entries.ts'

const service = (region: string, name: string, owner: string) =>
  ({ region, service: name, name, kind: 'service', owner, feed: 0 }) as const
const roster: Roster = {
  epoch: 'e',
  version: 1,
  regions: [
    { id: 'us-east-1', name: 'N. Virginia' },
    { id: 'eu-west-1', name: 'Ireland' },
  ],
  zones: [],
  feeds: [],
  businessMetrics: [],
  nodes: [
    { region: 'global', service: 'internet', name: 'INTERNET', kind: 'internet', feed: 0 },
    service('us-east-1', 'playback-api', 'Playback'),
    service('us-east-1', 'api', 'Edge'),
    service('eu-west-1', 'api', 'Edge'),
    { ...service('eu-west-1', 'old-api', 'Edge'), gone: true },
  ],
  edges: [],
}
const entries = paletteEntriesOf(roster, [{ id: 'theme', label: 'Theme: change to light', run: () => {} }])
const labelsOf = (query: string) =>
  findEntries(entries, query).flatMap(({ group, entries: found }) =>
    found.map(({ label, hint }) => `${group}: ${label} ${hint}`.trim()),
  )

describe('the palette', () => {
  it('shows regions, screens and actions before a word is typed', () => {
    expect(findEntries(entries, '').map(({ group }) => group)).toEqual(['regions', 'screens', 'actions'])
  })

  it('finds a service by name, the exact one first, none that is gone', () => {
    expect(labelsOf('api')).toEqual([
      'services: api in 2 regions',
      'services: playback-api in 1 region',
      'places: api on the map of us-east-1',
      'places: api on the map of eu-west-1',
      'places: playback-api on the map of us-east-1',
      'screens: API Addresses for scripts, with examples',
    ])
  })

  it.each([
    ['eu api', ['places: api on the map of eu-west-1']],
    ['us-east-1/playback', ['places: playback-api on the map of us-east-1']],
    ['virginia', ['regions: us-east-1 N. Virginia']],
    ['PLAYBACK', ['services: playback-api in 1 region', 'places: playback-api on the map of us-east-1']],
    ['light', ['actions: Theme: change to light']],
    ['no such thing', []],
  ])('finds by %j', (query, found) => {
    expect(labelsOf(query)).toEqual(found)
  })

  it('leads to the right address', () => {
    const [found] = findEntries(entries, 'us-east-1/playback')
    expect(found?.entries[0]?.does).toEqual({ kind: 'go', href: '/?view=us-east-1&sel=us-east-1/playback-api' })
  })

  it('leads to the page of a service first', () => {
    const [found] = findEntries(entries, 'playback-api')
    expect(found?.entries[0]?.does).toEqual({ kind: 'go', href: '/services/playback-api' })
  })

  it('counts what it does not show', () => {
    const many = {
      ...roster,
      nodes: Array.from({ length: 20 }, (_, index) => service('us-east-1', `svc-${index}`, 'A')),
    }
    expect(findEntries(paletteEntriesOf(many, []), 'svc')[0]).toMatchObject({ more: 12, first: 0 })
  })

  it('works without a roster', () => {
    expect(findEntries(paletteEntriesOf(null, []), 'sources').map(({ group }) => group)).toEqual(['screens'])
  })
})
