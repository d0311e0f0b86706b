import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edgeIdOf } from '#contract/ids.ts'
import { VizceralWorld, type VizceralRegion } from '#contract/vizceral.ts'
import { assemblerOf } from '#bff/sources/vizceral/feed-fixture.ts'
import { WireFeed } from '#bff/sources/vizceral/wire.ts'
import type { EdgeReading } from '#bff/topology/report.ts'
import { describeAsVizceral } from './describe-as-vizceral.ts'
import { arbitraryEdges, AT, edgeOf, fleetOf } from './fleet-fixture.ts'

const NOW = AT + 400

function exported(edges: readonly EdgeReading[], worldAheadMs = 0): VizceralWorld {
  const world = describeAsVizceral({ ...fleetOf(edges, worldAheadMs), now: NOW })
  return VizceralWorld.parse(JSON.parse(JSON.stringify(world)))
}

function regionIn(world: VizceralWorld, name: string): VizceralRegion {
  const region = world.nodes.find((node) => node.name === name)
  if (region === undefined || !('connections' in region)) throw new Error(`no region ${name}`)
  return region
}

describe('a frame in Vizceral’s format', () => {
  const world = exported([
    edgeOf(),
    edgeOf({
      sourceRegion: 'us-east-1',
      source: 'api',
      target: 'db',
      protocol: 'grpc',
      degradedShare: NaN,
      entry: false,
    }),
    edgeOf({ sourceRegion: 'eu-west-1', source: 'proxy', entry: false, requestsPerSecond: 30 }),
    edgeOf({ sourceRegion: 'eu-west-1', source: 'batch', entry: false, requestsPerSecond: 10, errorShare: 0.5 }),
    edgeOf({ targetRegion: 'eu-west-1', target: 'proxy', feedRegion: 'eu-west-1', requestsPerSecond: NaN }),
  ])

  test('the world: internet, regions, sums between them', () => {
    expect(world).toMatchObject({ renderer: 'global', entryNode: 'INTERNET', updated: AT, serverUpdateTime: NOW })
    expect(world.nodes.map(({ name }) => name)).toEqual(['INTERNET', 'us-east-1', 'eu-west-1'])
    expect(world.connections).toEqual([
      { source: 'INTERNET', target: 'us-east-1', class: 'danger', metrics: { normal: 90, warning: 0, danger: 10 } },
      {
        source: 'eu-west-1',
        target: 'us-east-1',
        class: 'danger',
        metrics: { normal: 32, warning: 0, danger: 8 },
        metadata: { protocol: 'http' },
      },
      { source: 'INTERNET', target: 'eu-west-1' },
    ])
    expect(world.maxVolume).toBe(100)
  })

  test('a region: services, callers from outside, what is unknown has no metrics', () => {
    const region = regionIn(world, 'us-east-1')
    expect(region).toMatchObject({
      renderer: 'region',
      displayName: 'N. Virginia',
      class: 'danger',
      updated: AT - 3_000,
    })
    expect(region.nodes.map(({ name }) => name)).toEqual(['INTERNET', 'eu-west-1', 'api', 'db'])
    expect(region.connections[1]).toEqual({
      source: 'api',
      target: 'db',
      class: 'danger',
      metrics: { normal: 90, danger: 10 },
      metadata: { protocol: 'grpc', unknown: ['warning'] },
    })
    const unknown = regionIn(world, 'eu-west-1')
    expect(unknown.connections).toEqual([{ source: 'INTERNET', target: 'proxy', metadata: { protocol: 'http' } }])
    expect(unknown.class).toBeUndefined()
  })

  test('names that a graph does not have are in no connection of it', () => {
    fc.assert(
      fc.property(arbitraryEdges, (edges) => {
        const one = exported(edges)
        for (const graph of [one, ...one.nodes.filter((node) => 'connections' in node)]) {
          const names = graph.nodes.map(({ name }) => name)
          expect(new Set(names).size).toBe(names.length)
          const ends = graph.connections.flatMap(({ source, target }) => [source, target])
          expect(ends.filter((name) => !names.includes(name))).toEqual([])
          const pairs = graph.connections.map(({ source, target }) => `${source}--${target}`)
          expect(new Set(pairs).size).toBe(pairs.length)
        }
      }),
    )
  })

  test('parallel connections are one, and unknown where one of them is', () => {
    const inner = { sourceRegion: 'us-east-1', source: 'api', target: 'db', entry: false }
    const of = (...edges: Partial<EdgeReading>[]) =>
      regionIn(exported(edges.map((edge) => edgeOf({ ...inner, ...edge }))), 'us-east-1').connections
    expect(of({}, { protocol: 'grpc', requestsPerSecond: 300, errorShare: 0 })).toMatchObject([
      { metrics: { normal: 390, danger: 10 } },
    ])
    expect(of({}, { protocol: 'grpc', requestsPerSecond: NaN })[0]?.metrics).toBeUndefined()
    expect(of({}, { protocol: 'grpc', errorShare: NaN })[0]?.metadata?.unknown).toEqual(['danger'])
  })

  test('what lies beside the regions has a graph, so that no page waits for one', () => {
    const world = exported([
      edgeOf(),
      edgeOf({ targetRegion: 'eu-west-1', feedRegion: 'eu-west-1' }),
      edgeOf({ targetRegion: 'global', target: 'cdn', feedRegion: 'global', requestsPerSecond: 40 }),
      edgeOf({ sourceRegion: 'global', source: 'cdn', entry: false, requestsPerSecond: 4 }),
      edgeOf({ sourceRegion: 'global', source: 'cdn', target: 'proxy', entry: false, requestsPerSecond: 6 }),
    ])
    const cdn = regionIn(world, 'cdn')
    expect(cdn).toMatchObject({ renderer: 'region', entryNode: 'INTERNET', updated: AT - 3_000, maxVolume: 50 })
    expect(cdn.nodes.map(({ name }) => name)).toEqual(['INTERNET', 'us-east-1', 'cdn'])
    expect(cdn.connections).toMatchObject([
      { source: 'INTERNET', target: 'cdn', metrics: { normal: 36, danger: 4 } },
      { source: 'cdn', target: 'us-east-1', metrics: { normal: 9, danger: 1 } },
    ])
    for (const node of world.nodes.filter(({ name }) => name !== world.entryNode)) {
      expect('nodes' in node && node.nodes.length > 0, node.name).toBe(true)
    }
  })

  test('an empty fleet, and one that was never seen', () => {
    const empty = exported([])
    expect(empty.connections).toEqual([])
    expect(empty.maxVolume).toBe(1)
    const unseen = exported([edgeOf({ observedAt: NaN, requestsPerSecond: NaN })])
    expect(regionIn(unseen, 'us-east-1').connections[0]?.metrics).toBeUndefined()
  })

  test('a simulation’s clock that runs ahead is told on the wall’s', () => {
    expect(regionIn(exported([edgeOf({ observedAt: AT + 3_600_000 - 3_000 })], 3_600_000), 'us-east-1').updated).toBe(
      AT - 3_000,
    )
  })
})

test('read again by the source, an exported frame gives the same requests/s and shares', () => {
  fc.assert(
    fc.property(arbitraryEdges, (edges) => {
      const feed = WireFeed.parse(JSON.parse(JSON.stringify(exported(edges))))
      const outcome = assemblerOf().assemble(feed, NOW)
      if (outcome.kind === 'failed') throw new Error(outcome.message)
      const { report } = outcome
      const found = new Map(report.edges.map((edge) => [edgeIdOf(edge), edge]))
      expect([...found.keys()].toSorted()).toEqual(edges.map(edgeIdOf).toSorted())
      for (const edge of edges) {
        const again = found.get(edgeIdOf(edge))
        expect(again?.requestsPerSecond).toSatisfy(near(edge.requestsPerSecond))
        expect(again?.entry).toBe(edge.entry)
        if (!(edge.requestsPerSecond > 0)) continue
        expect(again?.errorShare).toSatisfy(near(edge.errorShare))
        expect(again?.degradedShare).toSatisfy(near(edge.degradedShare))
      }
      expect(report.problems.filter(({ message }) => !/never told|nobody can tell/.test(message))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

/** Within what single precision and six digits leave; unknown stays unknown. */
function near(expected: number) {
  return (found: number) =>
    Number.isNaN(expected)
      ? Number.isNaN(found)
      : Math.abs(found - expected) <= 1e-5 * Math.max(Math.abs(expected), 1e-3)
}
