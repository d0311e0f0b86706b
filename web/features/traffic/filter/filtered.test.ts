import { describe, expect, it } from 'vitest'
import { nodeIdOf } from '#contract/ids.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { createFleet, type FleetChanges } from '#web/fleet/fleet-fixture.ts'
import { createWorldModel } from '../model/world-model.ts'
import { tableRowsOf } from '../table/table-row.ts'
import { aroundText, pathText } from './around-text.ts'
import { filteredOf, type Filtered } from '#web/filter/filtered.ts'
import { readFilter } from '#web/filter/map-filter.ts'
import { rowsOfModel } from './rows-of-model.ts'

const ILL: FleetChanges = { nodes: { 'us-east-1/license': { errorShare: 0.3 } } }

interface Asked {
  region?: string | null
  hides?: boolean
}

function ask(fleet: Fleet, text: string, { region = 'us-east-1', hides = false }: Asked = {}): Filtered {
  const asked = readFilter(text)
  if (asked.kind !== 'asked') throw new Error(`${text} cannot be read`)
  return filteredOf({ fleet, expression: asked.expression, region, selected: undefined, hidesOthers: hides })
}

function names({ roster }: Fleet, { nodes }: Filtered): string[] {
  return roster.nodes.filter((_, row) => nodes[row] === 1).map(nodeIdOf)
}

function nodeOf({ roster }: Fleet, id: string) {
  const node = roster.nodes.find((one) => nodeIdOf(one) === id)
  if (node === undefined) throw new Error(`there is no ${id}`)
  return node
}

describe('what a filter asks', () => {
  it('is nothing where nothing is written', () => {
    expect([readFilter(undefined), readFilter('  ')].map(({ kind }) => kind)).toEqual(['none', 'none'])
  })

  it('is told with its faults where it cannot be read', () => {
    expect(readFilter('errorz > 1%')).toMatchObject({ kind: 'wrong', faults: [{ from: 0, to: 6 }] })
  })
})

describe('what a filter leaves', () => {
  it('counts services, of which INTERNET is none', () => {
    const fleet = createFleet(ILL)
    const filtered = ask(fleet, 'errors > 1% or neighbours')
    expect(names(fleet, filtered)).toEqual(['us-east-1/playback', 'us-east-1/license', 'us-east-1/license-db'])
    expect(filtered).toMatchObject({ shown: 3, services: 6 })
    expect(ask(fleet, 'name ~ e', { region: null })).toMatchObject({ services: 18 })
  })

  it('knows nothing of what is too old to be believed', () => {
    const fleet = createFleet({ ...ILL, ages: { 'us-east-1': 3_600_000 } })
    expect(ask(fleet, 'errors > 1%').shown).toBe(0)
    expect(ask(fleet, 'errors is unknown').shown).toBe(6)
  })

  it('is in the table the same: dimmed, or left out', () => {
    const fleet = createFleet(ILL)
    const dimmed = tableRowsOf(fleet, 'services', 'us-east-1', ask(fleet, 'errors > 1%'))
    expect(dimmed).toHaveLength(6)
    expect(dimmed.filter(({ matches }) => matches).map(({ name }) => name)).toEqual(['license'])
    const hidden = tableRowsOf(fleet, 'services', 'us-east-1', ask(fleet, 'errors > 1%', { hides: true }))
    expect(hidden.map(({ name }) => name)).toEqual(['license'])
    const regions = ask(fleet, 'errors > 1%', { region: null, hides: true })
    expect(tableRowsOf(fleet, 'regions', null, regions)).toHaveLength(3)
  })
})

describe('what a filter leaves of the world', () => {
  it('keeps the regions, and the streams of what matches', () => {
    const fleet = createFleet()
    const model = createWorldModel(fleet.roster)
    const rows = rowsOfModel(model, ask(fleet, 'region = us-east-1', { region: null }), fleet)
    expect([...rows.nodes].every((shown) => shown === 1)).toBe(true)
    const shown = model.edges.filter((_, edge) => rows.edges[edge] === 1).map(({ id }) => id)
    expect(shown).toContain('global/internet>us-east-1')
    expect(shown).not.toContain('global/internet>us-west-2')
  })

  it('counts no stream for the INTERNET alone, which is everybody’s neighbour', () => {
    const fleet = createFleet()
    const model = createWorldModel(fleet.roster)
    const rows = rowsOfModel(model, ask(fleet, 'kind = internet', { region: null }), fleet)
    expect([...rows.edges].some((shown) => shown === 1)).toBe(false)
  })
})

describe('what lies around a service', () => {
  const fleet = createFleet()
  const license = nodeOf(fleet, 'us-east-1/license')
  it.each([
    [{ walk: 'neighbours' as const, hops: 1 }, ['playback', 'license', 'license-db']],
    [{ walk: 'neighbours' as const, hops: 2 }, ['edge-proxy', 'playback', 'license', 'license-db']],
    [{ walk: 'downstream' as const, hops: null }, ['license', 'license-db']],
  ])('%j', (around, expected) => {
    const found = names(fleet, ask(fleet, aroundText(license, around)))
    expect(found).toEqual(expected.map((name) => `us-east-1/${name}`))
  })

  it('upstream reaches the outside', () => {
    expect(names(fleet, ask(fleet, aroundText(license, { walk: 'upstream', hops: null })))).toContain('global/internet')
  })

  it('a path is all between two', () => {
    const text = pathText(nodeOf(fleet, 'us-east-1/edge-proxy'), nodeOf(fleet, 'us-east-1/license-db'))
    expect(names(fleet, ask(fleet, text))).toEqual(
      ['edge-proxy', 'playback', 'license', 'license-db'].map((name) => `us-east-1/${name}`),
    )
  })
})
