import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { firstMover } from './first-mover.ts'
import { nameOf, plantFault } from './incident-fixture.ts'
import type { CauseNode, Incident, Samples } from './incident.ts'
import { rankCauses } from './rank-causes.ts'

const GRAPHS = 60

const cases = (['latency', 'failures', 'requests'] as const).flatMap((measure) =>
  [true, false].map((areEdgesMeasured) => ({ measure, areEdgesMeasured })),
)

test.each(cases)('a fault is found and is the first mover: $measure, edges measured: $areEdgesMeasured', (plan) => {
  let first = 0
  let moved = 0
  for (let seed = 0; seed < GRAPHS; seed += 1) {
    const { incident, fault } = plantFault({ ...plan, seed, nodes: 4 + (seed % 20) })
    const causes = rankCauses(incident)
    if (causes[0]?.node === fault) first += 1
    if (firstMover(incident, causes)?.node === fault) moved += 1
  }
  expect(first / GRAPHS).toBeGreaterThanOrEqual(0.95)
  expect(moved / GRAPHS).toBeGreaterThanOrEqual(0.95)
})

const planted = fc
  .record({
    seed: fc.nat(10_000),
    nodes: fc.integer({ min: 3, max: 14 }),
    measure: fc.constantFrom('latency', 'failures', 'requests'),
    areEdgesMeasured: fc.boolean(),
  })
  .map(plantFault)

function scoresOf(incident: Incident): Map<string, number> {
  return new Map(rankCauses(incident).map(({ node, score }) => [node, score]))
}

/** Nodes whose scores differ by more than rounding. */
function differences(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): string[] {
  const ids = new Set([...one.keys(), ...other.keys()])
  return [...ids].filter((id) => !(Math.abs((one.get(id) ?? NaN) - (other.get(id) ?? NaN)) < 1e-6))
}

function scaled(samples: Samples | undefined, factor: number): Samples | undefined {
  const times = (values: ArrayLike<number>) => Float64Array.from(values, (value) => value * factor)
  return samples && { history: times(samples.history), window: times(samples.window) }
}

describe('whatever the graph', () => {
  it('names and order of the nodes change nothing', () => {
    fc.assert(
      fc.property(planted, fc.nat(), ({ incident }, turn) => {
        const renamed = (id: string) => `${(Number(id.split('-')[1]) * 7_919 + turn) % 104_729}`
        const nodes = incident.nodes.map((node) => ({ ...node, id: renamed(node.id) })).toReversed()
        const edges = incident.edges
          .map((edge) => ({ ...edge, caller: renamed(edge.caller), callee: renamed(edge.callee) }))
          .toReversed()
        const symptom = { ...incident.symptom, node: renamed(incident.symptom.node) }
        const before = new Map([...scoresOf(incident)].map(([id, score]) => [renamed(id), score]))
        expect(differences(before, scoresOf({ ...incident, nodes, edges, symptom }))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('units change nothing', () => {
    const factor = fc.integer({ min: -20, max: 20 }).map((power) => 2 ** power)
    fc.assert(
      fc.property(planted, factor, factor, ({ incident }, perSecond, perMs) => {
        const nodes = incident.nodes.map((node): CauseNode => {
          const requests = scaled(node.requests, perSecond)
          const latency = scaled(node.latency, perMs)
          return { ...node, ...(requests && { requests }), ...(latency && { latency }) }
        })
        const edges = incident.edges.map(({ requests = NaN, ...edge }) => ({ ...edge, requests: requests * perSecond }))
        expect(differences(scoresOf(incident), scoresOf({ ...incident, nodes, edges }))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('what is unknown is never a cause, and the blame is never more than the symptom', () => {
    fc.assert(
      fc.property(planted, fc.uniqueArray(fc.nat(13), { maxLength: 6 }), ({ incident }, lost) => {
        const unknown = new Set(lost.map(nameOf))
        unknown.delete(incident.symptom.node)
        const gone = (samples: Samples): Samples => ({ ...samples, window: Array.from(samples.window, () => NaN) })
        const nodes = incident.nodes.map((node): CauseNode => {
          if (!unknown.has(node.id)) return node
          const { requests, latency, failureShare } = node
          return {
            ...node,
            ...(requests && { requests: gone(requests) }),
            ...(latency && { latency: gone(latency) }),
            ...(failureShare && { failureShare: gone(failureShare) }),
          }
        })
        const causes = rankCauses({ ...incident, nodes })
        for (const { node, score, path } of causes) {
          expect(unknown.has(node)).toBe(false)
          expect(score).toBeGreaterThan(0)
          expect(path[0]).toBe(incident.symptom.node)
          expect(path.at(-1)).toBe(node)
        }
        // Moving along adds a hundredth at most for each who is not blamed.
        expect(causes.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1.03)
      }),
      { numRuns: 40 },
    )
  })
})

const QUIET = Array.from({ length: 40 }, (_, at) => 100 + ((at * 7) % 5))

function series(window: readonly number[], history: readonly number[] = QUIET): Samples {
  return { history, window }
}

/** A chain: `web` calls `api` calls `database`; 8 rows, bad from row 4. */
function chain(parts: { api?: Partial<CauseNode>; database?: Partial<CauseNode> }): Incident {
  const calm = [101, 103, 100, 102, 101, 104, 102, 100]
  const slow = [101, 103, 100, 102, 301, 304, 302, 300]
  const well = { requests: series(calm), latency: series(calm), latencyIs: 'mean' as const }
  return {
    nodes: [
      { id: 'web', ...well, latency: series(slow) },
      { id: 'api', ...well, latency: series(slow), ...parts.api },
      { id: 'database', ...well, latency: series(slow), ...parts.database },
      { id: 'other', ...well },
    ],
    edges: [
      { caller: 'web', callee: 'api' },
      { caller: 'api', callee: 'database' },
      { caller: 'web', callee: 'other' },
    ],
    symptom: { node: 'web', measure: 'latency' },
    times: Array.from({ length: 8 }, (_, row) => Date.UTC(2026, 10, 22, 14, 0, row * 10)),
  }
}

test('the deepest who explains it is named, with its path, when, why and who moved at the same time', () => {
  const incident = chain({})
  const [cause] = rankCauses(incident)
  expect(cause).toMatchObject({
    node: 'database',
    trouble: 'latency',
    path: ['web', 'api', 'database'],
    since: Date.UTC(2026, 10, 22, 14, 0, 40),
  })
  expect(cause?.score).toBeGreaterThan(0.9)
  expect(cause?.reasons.map(({ kind, words }) => `${kind}: ${words}`)).toEqual([
    'share: 100 % of the symptom ends here and is explained by nobody further on',
    'own deviation: latency 304 where 102 is ordinary: 136 times its ordinary width away',
    'callees: none of its callees moved with it',
    'since: since 2026-11-22T14:00:40.000Z',
  ])
  const mover = firstMover(incident, rankCauses(incident))
  expect(mover).toMatchObject({ node: 'database', row: 4, tie: ['api', 'web'] })
  expect(mover?.words).toBe(
    'database moved within the same sample as api, web; that it was first follows from who calls whom',
  )
})

test('trouble passes through a node of which nothing is known', () => {
  const nothing = series(Array.from({ length: 8 }, () => NaN))
  const [cause] = rankCauses(chain({ api: { requests: nothing, latency: nothing } }))
  expect(cause).toMatchObject({ node: 'database', path: ['web', 'database'] })
})

test('a callee out of the ordinary all along, or at other times, is not blamed', () => {
  const strange = series([300, 310, 305, 302, 301, 306, 303, 300])
  expect(rankCauses(chain({ database: { latency: strange } }))[0]?.node).toBe('api')
  const before = series([300, 310, 305, 302, 101, 104, 102, 100])
  expect(rankCauses(chain({ database: { latency: before } }))[0]?.node).toBe('api')
})

test('a callee that fails, and makes its callers wait for retries, is blamed for their latency', () => {
  const well = Array.from({ length: 40 }, (_, at) => (at % 3) / 1_000)
  const failing = series([0.001, 0, 0.001, 0, 0.3, 0.31, 0.29, 0.3], well)
  const calm = series([101, 103, 100, 102, 101, 104, 102, 100])
  expect(rankCauses(chain({ database: { latency: calm, failureShare: failing } }))[0]).toMatchObject({
    node: 'database',
    trouble: 'failures',
  })
})

test('who moved clearly earlier is first, and says by how much', () => {
  const earlier = series([101, 303, 300, 302, 301, 304, 302, 300])
  const incident = chain({ database: { latency: earlier } })
  const mover = firstMover(incident, rankCauses(incident))
  expect(mover).toMatchObject({ node: 'database', row: 1, tie: [], words: 'database moved 30 s before api' })
})

test('nothing is said of a symptom that is unknown', () => {
  const incident = chain({})
  expect(rankCauses({ ...incident, symptom: { node: 'nowhere', measure: 'latency' } })).toEqual([])
  expect(rankCauses({ ...incident, symptom: { node: 'web', measure: 'failures' } })).toEqual([])
  expect(firstMover(incident, [])).toBeUndefined()
})

test('calls in a circle end', () => {
  const incident = chain({})
  const edges = [...incident.edges, { caller: 'database', callee: 'web' }, { caller: 'database', callee: 'api' }]
  const sum = rankCauses({ ...incident, edges }).reduce((all, { score }) => all + score, 0)
  expect(sum).toBeLessThanOrEqual(1.03)
  expect(sum).toBeGreaterThan(0.95)
})
