import { describe, expect, it } from 'vitest'
import {
  createEngineColumns,
  HEALTH_CODES,
  MARKS,
  NOTE_TONES,
  PACES,
  type EngineColumns,
} from '#web/engine/engine-graph.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { marksOfRegion } from '#web/fleet/node-marks.ts'
import { createFleet, REGION_IDS } from '#web/fleet/fleet-fixture.ts'
import { marksSummary } from '../marks/mark-words.ts'
import { rowOf, type MapModel } from './map-model.ts'
import { layoutRegion } from '#web/engine/layout/region-layout.ts'
import { createRegionModel, radiusFor } from './region-model.ts'
import { layoutPartsOf, regionParts } from './region-parts.ts'
import { createWorldModel } from './world-model.ts'

function filled(model: MapModel, fleet: Fleet): EngineColumns {
  const columns = createEngineColumns(model.nodes.length, model.edges.length)
  model.fill(fleet, columns)
  return columns
}

function region(fleet: Fleet, previous: ReadonlyMap<string, { x: number; y: number }> = new Map()) {
  const parts = regionParts(fleet.roster, 'us-east-1')
  const places = layoutRegion({ ...layoutPartsOf(parts, fleet.roster), previous })
  return { ...createRegionModel({ fleet, view: 'us-east-1', parts, places }), places }
}

describe('the key of a region’s picture', () => {
  it('changes when one connection comes in the place of another', () => {
    const fleet = createFleet()
    const parts = regionParts(fleet.roster, 'us-east-1')
    const { places } = region(fleet)
    const [first, ...others] = parts.edges
    const other = { ...parts, edges: [{ id: 'another', rows: first?.rows ?? [] }, ...others] }
    const keyOf = (shown: typeof parts): string =>
      createRegionModel({ fleet, view: 'us-east-1', parts: shown, places }).key
    expect(keyOf(parts)).toBe(keyOf(parts))
    expect(keyOf(other)).not.toBe(keyOf(parts))
  })
})

describe('names beside the nodes of a region', () => {
  it('are short enough to be drawn, however long the service’s own', () => {
    const fleet = createFleet()
    const nodes = fleet.roster.nodes.map((node) => ({ ...node, name: `${node.name}-${'x'.repeat(300)}` }))
    const { graph } = region({ ...fleet, roster: { ...fleet.roster, nodes } })
    expect(graph.nodes.label.every((label) => label.length <= 36)).toBe(true)
    expect(graph.nodes.label.some((label) => label.startsWith('license-db-xx'))).toBe(true)
  })
})

describe('marks', () => {
  it('are told to the engine as one number a node, of several of a kind the worst', () => {
    const fleet = createFleet({
      nodes: {
        'us-east-1/api': {
          breakersOpen: 3,
          notices: [
            { severity: 'warning', text: 'slow' },
            { severity: 'critical', text: 'down' },
          ],
        },
        'us-east-1/search': { breakersOpen: 0, notices: [{ severity: 'info', text: 'soon' }] },
      },
    })
    const model = region(fleet)
    const { marks } = filled(model, fleet).nodes
    expect(marks[rowOf(model.nodes, 'us-east-1/api')]).toBe(MARKS.breaker + MARKS.critical)
    expect(marks[rowOf(model.nodes, 'us-east-1/search')]).toBe(MARKS.info)
    expect(marks[rowOf(model.nodes, 'us-east-1/license')]).toBe(0)
  })

  it('say which services would saturate, in a shape, and in words before those of their health', () => {
    const fleet = createFleet({ nodes: { 'us-east-1/license': { errorShare: 0.4 } } })
    const foretold = new Map([
      ['us-east-1/license', { leaving: 'us-west-2', utilisation: 1.04, firstAtShare: 0.83 }],
      ['us-east-1/api', { leaving: 'us-west-2', utilisation: 0.91, firstAtShare: null }],
    ])
    const model = region(fleet)
    const { marks, note, noteTone } = filled(model, { ...fleet, foretold }).nodes
    const [license, api] = [rowOf(model.nodes, 'us-east-1/license'), rowOf(model.nodes, 'us-east-1/api')]
    expect([marks[license], marks[api]]).toEqual([MARKS.saturates, MARKS.saturates])
    expect([note[license], note[api]]).toEqual(['then 104 %, first', 'then 91 %'])
    expect(noteTone[api]).toBe(NOTE_TONES.action)
    const listed = marksOfRegion({ ...fleet, foretold }, 'us-east-1')
    expect(listed.map(({ text }) => text)).toEqual([
      'Over its safe rate if us-west-2 leaves: then 91 % used',
      'Over its safe rate if us-west-2 leaves: then 104 % used; saturates first, at 83 % of the way',
    ])
    expect(marksSummary(listed)).toBe('2 services would be over their safe rate')
    expect(marksSummary(listed.slice(1))).toBe('license then 104 % used, first to saturate')
  })
})

describe('the world as a graph', () => {
  const fleet = createFleet()
  const model = createWorldModel(fleet.roster)

  it('has INTERNET, the CDN and every region, and one stream between any two', () => {
    expect(model.nodes.map(({ id }) => id)).toEqual(['global/internet', 'global/cdn', ...REGION_IDS])
    expect(model.edges.map(({ id }) => id).toSorted()).toEqual(
      [
        'global/internet>global/cdn',
        ...REGION_IDS.map((id) => `global/internet>${id}`),
        'us-east-1>us-west-2',
      ].toSorted(),
    )
  })

  it('draws each connection that leaves a region once, and none that stays within', () => {
    const rows = model.edges.flatMap((edge) => edge.rows)
    expect(new Set(rows).size).toBe(rows.length)
    for (const row of rows) {
      const edge = fleet.roster.edges[row]
      const regions = [edge?.source, edge?.target].map((node) => fleet.roster.nodes[node ?? -1]?.region)
      expect(regions[0] === 'global' || regions[0] !== regions[1]).toBe(true)
    }
  })

  it('tells headroom as what is used, and says where a stream goes', () => {
    const columns = filled(model, fleet)
    expect(columns.nodes.usedShare[rowOf(model.nodes, 'us-east-1')]).toBeCloseTo(0.61)
    expect(columns.edges.note[rowOf(model.edges, 'us-east-1>us-west-2')]).toBe('100/s → us-west-2')
  })

  it('does not call INTERNET ill for what fails behind it', () => {
    const failing = createFleet({ edges: { 'internet>us-east-1': { errorShare: 0.5 } } })
    const columns = filled(model, failing)
    expect(columns.nodes.health[0]).toBe(HEALTH_CODES.healthy)
    expect(columns.nodes.health[rowOf(model.nodes, 'us-east-1')]).toBe(HEALTH_CODES.failing)
    expect(columns.edges.errorShare[rowOf(model.edges, 'global/internet>us-east-1')]).toBe(0.5)
  })
})

describe('old and unknown facts', () => {
  it('stand still when stale, crawl when late, are no dots when unknown', () => {
    const ages = { 'us-east-1': 16_000, 'us-west-2': 60_000 }
    const fleet = createFleet({ ages, missing: ['eu-west-1'] })
    const model = createWorldModel(fleet.roster)
    const { pace } = filled(model, fleet).edges
    const paceOf = (id: string): number | undefined => pace[rowOf(model.edges, `global/internet>${id}`)]
    expect(paceOf('us-west-2')).toBe(PACES.still)
    expect(paceOf('eu-west-1')).toBe(PACES.unknown)
    expect([PACES.slow, PACES.still]).toContain(paceOf('us-east-1'))
  })

  it('of a node take its colour, but unknown is drawn as unknown', () => {
    const stale = createFleet({ ages: { 'us-east-1': 60_000 } })
    const unknown = createFleet({ nodes: { 'us-east-1/api': { requestsPerSecond: NaN } } })
    const model = region(stale)
    const api = rowOf(model.nodes, 'us-east-1/api')
    expect(filled(model, stale).nodes.ageing[api]).toBeGreaterThan(0.5)
    expect(filled(model, unknown).nodes.health[api]).toBe(HEALTH_CODES.unknown)
    expect(filled(model, unknown).nodes.ageing[api]).toBe(0)
  })
})

describe('a region as a graph', () => {
  const fleet = createFleet({ nodes: { 'us-east-1/license': { errorShare: 0.312, requestsPerSecond: 900 } } })
  const model = region(fleet)

  it('has its services, what calls in, and other regions as one node each', () => {
    expect(model.nodes.map(({ id }) => id).toSorted()).toEqual(
      [
        'global/internet',
        'us-west-2',
        ...['edge-proxy', 'api', 'playback', 'license', 'search', 'license-db'].map((name) => `us-east-1/${name}`),
      ].toSorted(),
    )
  })

  it('leads every stream from and to a node that is there', () => {
    const { edges, nodes } = model.graph
    for (let edge = 0; edge < edges.count; edge++) {
      expect(edges.source[edge]).toBeLessThan(nodes.count)
      expect(edges.target[edge]).toBeLessThan(nodes.count)
    }
  })

  it('names what fails with its share', () => {
    const columns = filled(model, fleet)
    const license = rowOf(model.nodes, 'us-east-1/license')
    expect(columns.nodes.note[license]).toBe('31 % failed')
    expect(columns.nodes.noteTone[license]).toBe(NOTE_TONES.failing)
    expect(columns.nodes.note[rowOf(model.nodes, 'us-east-1/api')]).toBe('')
  })

  it('keeps every place when a service is added', () => {
    const roster = {
      ...fleet.roster,
      nodes: [
        ...fleet.roster.nodes,
        {
          ...fleet.roster.nodes[3],
          region: 'us-east-1',
          service: 'new',
          name: 'new',
          kind: 'service',
          feed: 0,
        } as const,
      ],
    }
    const grown = region({ ...fleet, roster }, model.places)
    for (const [id, place] of model.places) expect(grown.places.get(id)).toEqual(place)
    expect(grown.nodes.length).toBe(model.nodes.length + 1)
    expect(grown.key).not.toBe(model.key)
  })

  it('draws more traffic larger, within limits', () => {
    expect(radiusFor(NaN)).toBe(radiusFor(0))
    expect(radiusFor(1_000)).toBeGreaterThan(radiusFor(10))
    expect(radiusFor(1e12)).toBe(23)
  })
})
