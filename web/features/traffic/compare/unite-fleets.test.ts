import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeIdOf, nodeIdOf } from '#contract/ids.ts'
import { createEdgeColumns, createNodeColumns } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import { createUniter } from './unite-fleets.ts'
import { uniteRosters } from './unite-rosters.ts'

/** The same fleet as after a restart: another epoch, services in another order, some of them not there. */
function shuffled(fleet: Fleet, order: readonly number[], without: ReadonlySet<string> = new Set()): Fleet {
  const kept = order.filter((row) => !without.has(idOf(fleet.roster, row)))
  const placeOf = new Map(kept.map((row, place) => [row, place]))
  const edgeRows = fleet.roster.edges.flatMap(({ source, target }, row) =>
    placeOf.has(source) && placeOf.has(target) ? [row] : [],
  )
  const nodes = createNodeColumns(kept.length)
  const edges = createEdgeColumns(edgeRows.length)
  kept.forEach((row, place) => {
    nodes.requestsPerSecond[place] = fleet.frame.nodes.requestsPerSecond[row] ?? NaN
    nodes.lagMs[place] = 0
  })
  edgeRows.forEach((row, place) => {
    edges.requestsPerSecond[place] = fleet.frame.edges.requestsPerSecond[row] ?? NaN
    edges.lagMs[place] = 0
  })
  const roster: Roster = {
    ...fleet.roster,
    epoch: 'before the restart',
    nodes: kept.flatMap((row) => fleet.roster.nodes[row] ?? []),
    edges: edgeRows.flatMap((row) => {
      const edge = fleet.roster.edges[row]
      if (edge === undefined) return []
      return [{ ...edge, source: placeOf.get(edge.source) ?? -1, target: placeOf.get(edge.target) ?? -1 }]
    }),
  }
  return { ...fleet, roster, frame: { ...fleet.frame, nodes, edges, rosterEpoch: roster.epoch } }
}

function idOf({ nodes }: Roster, row: number): string {
  const node = nodes[row]
  return node === undefined ? '' : nodeIdOf(node)
}

function rateOf({ roster, frame }: Fleet, id: string): number | undefined {
  const row = roster.nodes.findIndex((node) => nodeIdOf(node) === id)
  return row < 0 || roster.nodes[row]?.gone === true ? undefined : frame.nodes.requestsPerSecond[row]
}

const now = createFleet({ nodes: { 'us-east-1/api': { requestsPerSecond: 700 } } })
const rows = now.roster.nodes.map((_, row) => row)
const order = fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })
const someGone = fc.subarray(now.roster.nodes.map(nodeIdOf).filter((id) => !id.startsWith('global')))

describe('two moments over the same rows', () => {
  it('match by who they are, whatever the order of the rows and whoever came and went', () => {
    fc.assert(
      fc.property(order, someGone, (shuffle, gone) => {
        const then = shuffled(createFleet(), shuffle, new Set(gone))
        const united = createUniter()(now, then)
        for (const fleet of [united.now, united.before]) {
          expect(fleet.frame.nodes.requestsPerSecond).toHaveLength(fleet.roster.nodes.length)
          expect(fleet.roster.nodes.map(nodeIdOf)).toEqual(united.drawn.roster.nodes.map(nodeIdOf))
        }
        for (const node of now.roster.nodes) {
          const id = nodeIdOf(node)
          expect(rateOf(united.now, id)).toEqual(rateOf(now, id))
          expect(rateOf(united.before, id)).toEqual(rateOf(then, id))
        }
      }),
    )
  })

  it('draw also what is there no longer, with its connections between the right ends', () => {
    const withoutApi = shuffled(now, rows, new Set(['us-east-1/api']))
    const united = createUniter()(withoutApi, createFleet())
    const { roster } = united.drawn
    const api = roster.nodes.findIndex((node) => nodeIdOf(node) === 'us-east-1/api')
    expect(api).toBe(withoutApi.roster.nodes.length)
    expect(roster.nodes[api]?.gone).not.toBe(true)
    expect(united.now.roster.nodes[api]?.gone).toBe(true)
    expect(united.drawn.frame.nodes.requestsPerSecond[api]).toBeNaN()
    expect(united.before.frame.nodes.requestsPerSecond[api]).toBe(1_000)
    expect(edgeIdsOf(roster).toSorted()).toEqual(edgeIdsOf(now.roster).toSorted())
  })

  it('take a row that was marked as gone for one that is not there', () => {
    const then = createFleet()
    const nodes = then.roster.nodes.map((node) => (node.service === 'search' ? { ...node, gone: true } : node))
    const united = uniteRosters(now.roster, { ...then.roster, version: 2, nodes })
    const search = now.roster.nodes.findIndex(({ service }) => service === 'search')
    expect(united.before.nodes[search]?.gone).toBe(true)
    expect(united.now.nodes[search]?.gone).not.toBe(true)
    expect(united.roster.nodes[search]?.gone).not.toBe(true)
  })

  it('stay as they are where the rows are the same', () => {
    const then = createFleet()
    const united = createUniter()(now, then)
    expect(united.drawn).toBe(now)
    expect(united.before.frame).toBe(then.frame)
  })
})

function edgeIdsOf({ nodes, edges }: Roster): string[] {
  return edges.map(({ source, target, protocol }) => {
    const [from, to] = [nodes[source], nodes[target]]
    return edgeIdOf({
      sourceRegion: from?.region ?? '',
      source: from?.service ?? '',
      targetRegion: to?.region ?? '',
      target: to?.service ?? '',
      protocol,
    })
  })
}
