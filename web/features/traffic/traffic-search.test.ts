import { describe, expect, it } from 'vitest'
import { breadcrumbOf } from './breadcrumb.ts'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import {
  oneLevelUp,
  serviceOfView,
  withGroup,
  withGroupToggled,
  regionOfView,
  TrafficSearch,
  withSelection,
  withTable,
  withView,
  cameraOf,
  withCamera,
  withMap,
} from './traffic-search.ts'

describe('the address of the traffic screen', () => {
  it('is read from words, and what cannot be read is left out', () => {
    expect(TrafficSearch.parse({ view: 'us-east-1', sel: 'us-east-1/api', table: 'true' })).toEqual({
      view: 'us-east-1',
      sel: 'us-east-1/api',
      table: true,
    })
    expect(TrafficSearch.parse({ view: 'Not A Region!', table: 'perhaps', sel: '' })).toEqual({})
    expect(TrafficSearch.parse({ table: true })).toEqual({ table: true })
  })

  it('knows the world by its name and by none', () => {
    expect(regionOfView({})).toBeNull()
    expect(regionOfView({ view: 'world' })).toBeNull()
    expect(regionOfView({ view: 'us-east-1' })).toBe('us-east-1')
  })

  it('goes up from the selected service to its region, to the world, and no further', () => {
    const service = { view: 'us-east-1', sel: 'us-east-1/api', table: true }
    const region = oneLevelUp(service)
    expect(region).toEqual({ view: 'us-east-1', table: true })
    const world = oneLevelUp(region ?? {})
    expect(world).toEqual({ table: true })
    expect(oneLevelUp(world ?? {})).toBeNull()
  })

  it('keeps what a change does not touch', () => {
    expect(withSelection({ view: 'a', table: true }, 'a/b')).toEqual({ view: 'a', table: true, sel: 'a/b' })
    expect(withView({ view: 'a', sel: 'a/b', table: true }, 'c')).toEqual({ view: 'c', table: true })
    expect(withView({ view: 'a', sel: 'a/b' }, null)).toEqual({})
    expect(withTable({ view: 'a', table: true }, false)).toEqual({ view: 'a' })
  })
})

describe('a service’s own view', () => {
  it('is read from the address, and nonsense is not', () => {
    const search = TrafficSearch.parse({ view: 'us-east-1/api' })
    expect(regionOfView(search)).toBe('us-east-1')
    expect(serviceOfView(search)).toBe('us-east-1/api')
    expect(serviceOfView({ view: 'us-east-1' })).toBeNull()
    for (const view of ['us-east-1/', 'us-east-1/api/more', '/api', 'global/internet']) {
      expect(TrafficSearch.parse({ view })).toEqual({})
    }
  })

  it('is left for its region, where the service is selected', () => {
    const inside = { view: 'us-east-1/api', sel: 'us-east-1/search', group: 'domain' } as const
    const unselected = oneLevelUp(inside) ?? {}
    expect(unselected).toEqual({ view: 'us-east-1/api', group: 'domain' })
    expect(oneLevelUp(unselected)).toEqual({ view: 'us-east-1', sel: 'us-east-1/api', group: 'domain' })
  })
})

describe('groups in the address', () => {
  it('open and close one by one, and close when another grouping is chosen', () => {
    const grouped = TrafficSearch.parse({ view: 'us-east-1', group: 'domain' })
    const two = withGroupToggled(withGroupToggled(grouped, 'search'), 'playback')
    expect(two.open).toBe('playback,search')
    expect(withGroupToggled(two, 'playback').open).toBe('search')
    expect(withGroupToggled(withGroupToggled(two, 'playback'), 'search')).toEqual(grouped)
    expect(withGroup(two, 'team')).toEqual({ view: 'us-east-1', group: 'team' })
    expect(withGroup(two, null)).toEqual({ view: 'us-east-1' })
    expect(TrafficSearch.parse({ group: 'colour' })).toEqual({})
  })
})

describe('the breadcrumb', () => {
  const { roster } = createFleet()
  const labels = (search: TrafficSearch): string[] => breadcrumbOf(search, roster).map(({ label }) => label)

  it('leads from the world to what is selected', () => {
    expect(labels({})).toEqual(['World'])
    expect(labels({ view: 'us-east-1', sel: 'us-east-1/license' })).toEqual(['World', 'us-east-1', 'license'])
    expect(labels({ sel: 'global/internet' })).toEqual(['World', 'INTERNET'])
    expect(labels({ view: 'us-east-1', sel: 'us-east-1/api>us-east-1/search:grpc' }).at(-1)).toBe('api → search')
    expect(labels({ view: 'us-east-1/api', sel: 'us-east-1/search' })).toEqual(['World', 'us-east-1', 'api', 'search'])
    const stream = 'us-east-1/domain:edge>us-east-1/domain:play-back'
    expect(labels({ view: 'us-east-1', group: 'domain', sel: stream }).at(-1)).toBe('edge → play-back')
  })

  it('names ids while there is no roster', () => {
    expect(breadcrumbOf({ view: 'x', sel: 'x/api' }, null).map(({ label }) => label)).toEqual(['World', 'x', 'api'])
  })

  it('each step leads to where it says', () => {
    const crumbs = breadcrumbOf({ view: 'us-east-1', sel: 'us-east-1/api' }, roster)
    expect(crumbs.map(({ search }) => search)).toEqual([
      {},
      { view: 'us-east-1' },
      { view: 'us-east-1', sel: 'us-east-1/api' },
    ])
  })
})

describe('the camera and the display in the address', () => {
  it('are read from words', () => {
    expect(TrafficSearch.parse({ x: '-120', y: '40', z: '1.84' })).toEqual({ x: -120, y: 40, z: 1.84 })
    expect(cameraOf(TrafficSearch.parse({ x: '-120', y: '40', z: '1.84' }))).toEqual({ x: -120, y: 40, z: 1.84 })
    expect(cameraOf(TrafficSearch.parse({ x: 'left', y: '40', z: '1.84' }))).toBeNull()
    expect(TrafficSearch.parse({ z: '0', x: '1e9' })).toEqual({})
    expect(TrafficSearch.parse({ kiosk: '', rotate: '30s', map: 'geographic' })).toEqual({
      kiosk: true,
      rotate: '30s',
      map: 'geographic',
    })
    expect(TrafficSearch.parse({ kiosk: 'false', rotate: 'often', map: 'flat' })).toEqual({ kiosk: false })
  })

  it('do not outlive the view they were chosen in; the display stays a display', () => {
    const search = { view: 'a', x: 1, y: 2, z: 3, kiosk: true, rotate: '30s' }
    expect(withView(search, 'b')).toEqual({ view: 'b', kiosk: true, rotate: '30s' })
    expect(withMap(search, 'geographic')).toEqual({ view: 'a', kiosk: true, rotate: '30s', map: 'geographic' })
    expect(withCamera(search, null)).toEqual({ view: 'a', kiosk: true, rotate: '30s' })
    expect(withSelection(search, 'a/b')).toEqual({ ...search, sel: 'a/b' })
  })
})
