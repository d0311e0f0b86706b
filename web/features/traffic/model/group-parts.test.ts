import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RosterNode } from '#contract/roster.ts'
import { createEngineColumns, NODE_SHAPES } from '#web/engine/engine-graph.ts'
import { layoutRegion } from '#web/engine/layout/region-layout.ts'
import { edgeFacts, nodeFacts, type Fleet } from '#web/fleet/fleet.ts'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import { groupIdOf, groupOfId, GROUPINGS, type Grouping } from './group-id.ts'
import { groupMembersOf } from './group-members.ts'
import { groupNamesOf, groupParts } from './group-parts.ts'
import { openedGroups } from './opened-groups.ts'
import { createRegionModel } from './region-model.ts'
import { layoutPartsOf, regionParts } from './region-parts.ts'

const REGION = 'us-east-1'
const DOMAINS: Readonly<Record<string, string>> = {
  'edge-proxy': 'Edge',
  api: 'Edge',
  playback: 'Play back',
  license: 'Play back',
  'license-db': 'Play back',
}

/** The small fleet with domains; `search` has none. */
function inDomains(fleet: Fleet): Fleet {
  const nodes = fleet.roster.nodes.map((node): RosterNode => {
    const domain = DOMAINS[node.service]
    return domain === undefined ? node : { ...node, domain }
  })
  return { ...fleet, roster: { ...fleet.roster, nodes } }
}

function grouped(fleet: Fleet, by: Grouping, open: ReadonlySet<string> = new Set()) {
  const { roster } = fleet
  const parts = regionParts(roster, REGION)
  const names = groupNamesOf(parts, roster, by)
  const closed = groupParts({ parts, names, region: REGION, by, open: new Set() })
  const places = layoutRegion(layoutPartsOf(closed, roster))
  const opened = openedGroups({ roster, region: REGION, by, parts, names, closed: places, open })
  return { all: parts, closed, frames: opened.frames, model: createRegionModel({ fleet, view: REGION, ...opened }) }
}

const share = fc.double({ min: 0, max: 1, noNaN: true })
const measures = fc.record({
  requestsPerSecond: fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1e6, noNaN: true })),
  errorShare: share,
  degradedShare: share,
  p99LatencyMs: fc.double({ min: 1, max: 9_000, noNaN: true }),
})
const services = ['edge-proxy', 'api', 'playback', 'license', 'search', 'license-db']
const fleets = fc
  .tuple(fc.tuple(...services.map(() => measures)), fc.array(measures, { minLength: 5, maxLength: 5 }))
  .map(([nodes, edges]) => {
    const calls = ['edge-proxy>api', 'edge-proxy>playback', 'api>search', 'playback>license', 'license>license-db']
    return inDomains(
      createFleet({
        nodes: Object.fromEntries(services.map((service, row) => [`${REGION}/${service}`, nodes[row] ?? {}])),
        edges: Object.fromEntries(calls.map((call, row) => [call, edges[row] ?? {}])),
      }),
    )
  })

describe('a region with its services drawn together', () => {
  const fleet = inDomains(createFleet())

  it('has one node a domain, named with its number of services, and keeps what is outside by itself', () => {
    const { model } = grouped(fleet, 'domain')
    expect(model.nodes.map(({ id }) => id).toSorted()).toEqual(
      [
        'global/internet',
        'us-east-1/domain:edge',
        'us-east-1/domain:play-back',
        'us-east-1/search',
        'us-west-2',
      ].toSorted(),
    )
    const row = model.nodes.findIndex(({ kind }) => kind === 'group')
    expect(model.graph.nodes.label[row]).toBe('Edge · 2')
    expect(model.graph.nodes.shape[row]).toBe(NODE_SHAPES.group)
  })

  it.each(GROUPINGS)('by %s loses no service and no connection', (by) => {
    const { all, closed, model } = grouped(fleet, by)
    const rows = closed.nodes.flatMap((node) => (node.kind === 'group' ? node.rows : 'row' in node ? [node.row] : []))
    const told = all.nodes.flatMap((node) => ('row' in node ? [node.row] : []))
    expect(rows.toSorted((a, b) => a - b)).toEqual(told.toSorted((a, b) => a - b))
    for (let edge = 0; edge < model.graph.edges.count; edge++) {
      expect(model.graph.edges.source[edge]).not.toBe(model.graph.edges.target[edge])
    }
  })

  it('adds up to its parts: volumes, weighted shares, the worst latency', () => {
    fc.assert(
      fc.property(fleets, fc.constantFrom(...GROUPINGS), (some, by) => {
        const { model } = grouped(some, by)
        model.nodes.forEach((node, row) => {
          if (node.kind !== 'group') return
          const parts = node.rows
            .map((one) => nodeFacts(some, one))
            .filter((one) => !Number.isNaN(one.requestsPerSecond))
          const facts = model.nodeFacts(some, row)
          if (parts.length === 0) {
            expect(facts.requestsPerSecond).toBeNaN()
            return
          }
          const volume = parts.reduce((sum, one) => sum + one.requestsPerSecond, 0)
          expect(facts.requestsPerSecond).toBeCloseTo(volume, 3)
          const failed = parts.reduce((sum, one) => sum + one.errorShare * one.requestsPerSecond, 0)
          expect(facts.errorShare * facts.requestsPerSecond).toBeCloseTo(failed, 3)
          expect(facts.p99LatencyMs).toBe(Math.max(...parts.map((one) => one.p99LatencyMs)))
        })
        const drawn = model.edges.flatMap((_, edge) => model.edgeFacts(some, edge).requestsPerSecond || 0)
        const rows = model.edges.flatMap((edge) => edge.rows)
        const told = rows.map((row) => edgeFacts(some, row).requestsPerSecond || 0)
        const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)
        expect(sum(drawn)).toBeCloseTo(sum(told), 2)
        expect(new Set(rows).size).toBe(rows.length)
      }),
      { numRuns: 60 },
    )
  })

  it('is as ill as its worst service, and says how many are', () => {
    const ill = inDomains(createFleet({ nodes: { 'us-east-1/license': { errorShare: 0.4, requestsPerSecond: 1 } } }))
    const { model } = grouped(ill, 'domain')
    const columns = createEngineColumns(model.nodes.length, model.edges.length)
    model.fill(ill, columns)
    const row = model.nodes.findIndex(({ id }) => id === 'us-east-1/domain:play-back')
    expect(model.nodeFacts(ill, row).health).toBe('failing')
    expect(columns.nodes.note[row]).toBe('1 of 3 failing')
  })

  it('opens a group in place: its members and a frame around them, everything else as it was', () => {
    const { model, frames } = grouped(fleet, 'domain', new Set(['play-back', 'no-such-group']))
    expect(model.nodes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['us-east-1/playback', 'us-east-1/license', 'us-east-1/domain:edge']),
    )
    expect(frames).toMatchObject([{ group: 'play-back', label: 'Play back', members: 3 }])
  })

  it.each(GROUPINGS)('finds the services of a group by its id again (%s)', (by) => {
    for (const node of grouped(fleet, by).closed.nodes) {
      if (node.kind !== 'group') continue
      expect(groupOfId(node.id)).toEqual({ region: REGION, by, group: node.group })
      expect(groupIdOf(REGION, by, node.group)).toBe(node.id)
      expect(groupMembersOf(fleet.roster, node.id)).toEqual(new Set(node.rows))
    }
  })

  it('takes no other id for a group', () => {
    for (const id of ['us-east-1', 'us-east-1/api', 'us-east-1/api>us-east-1/search:grpc']) {
      expect(groupOfId(id)).toBeNull()
    }
  })
})

describe('groups by zone', () => {
  const ZONES: Readonly<Record<string, string[]>> = {
    'edge-proxy': ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    api: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    playback: ['us-east-1a', 'us-east-1c'],
    search: ['us-east-1a', 'us-east-1c'],
    license: ['us-east-1c'],
    'license-db': ['us-east-1c'],
  }
  const fleet = createFleet()
  const nodes = fleet.roster.nodes.map((node): RosterNode => {
    const zones = node.region === REGION ? ZONES[node.service] : undefined
    return zones === undefined ? node : { ...node, zones }
  })
  const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'].map((id) => ({ region: REGION, id }))
  const zoned: Fleet = { ...fleet, roster: { ...fleet.roster, zones, nodes } }

  it('hold what stands in exactly the same zones, whole: no traffic is shared out', () => {
    const { closed } = grouped(zoned, 'zone')
    const groups = closed.nodes.flatMap((node) => (node.kind === 'group' ? [node] : []))
    const namesOf = (rows: readonly number[]) => rows.map((row) => zoned.roster.nodes[row]?.service)
    expect(groups.map(({ label, rows }) => [label, namesOf(rows)])).toEqual(
      expect.arrayContaining([
        ['all 3 zones', ['edge-proxy', 'api']],
        ['us-east-1a + us-east-1c', ['playback', 'search']],
        ['only us-east-1c', ['license', 'license-db']],
      ]),
    )
    expect(groups).toHaveLength(3)
  })

  it('hold together what nobody tells the zones of', () => {
    const { closed } = grouped(fleet, 'zone')
    const labels = closed.nodes.flatMap((node) => (node.kind === 'group' ? [node.label] : []))
    expect(labels).toEqual(['zones unknown'])
  })

  it('have ids that stand in an address and lead to their members', () => {
    const { closed } = grouped(zoned, 'zone')
    for (const node of closed.nodes) {
      if (node.kind !== 'group') continue
      expect(groupOfId(node.id)).toEqual({ region: REGION, by: 'zone', group: node.group })
      expect(node.group).toMatch(/^[a-z0-9-]+$/)
      expect([...(groupMembersOf(zoned.roster, node.id) ?? [])]).toEqual(node.rows)
    }
  })
})
