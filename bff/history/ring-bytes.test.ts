import { expect, test } from 'vitest'
import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import type { Roster } from '#contract/roster.ts'
import { createSetClock, openTestStore } from '#bff/store/store-fixture.ts'
import { createHistory } from './create-history.ts'
import { DEFAULT_HISTORY_LIMITS } from './history.ts'

const NODES = 290
const EDGES = 900
const SECONDS = 600

/** As many rows as the simulated world has, all of them trembling as counters do. */
function worldSizedRoster(): Roster {
  const regions = ['a', 'b', 'c']
  const nodes = Array.from({ length: NODES }, (_, node) => {
    const [region, service] = [`${regions[node % 3]}`, `service-${node}`]
    return { region, service, name: service, kind: 'service' as const, feed: node % 3 }
  })
  const edges = Array.from({ length: EDGES }, (_, edge) => {
    const [source, target] = [edge % NODES, (edge * 7 + 1) % NODES]
    return { source, target, protocol: 'http' as const, entry: edge < 3, feed: edge % 3 }
  })
  return {
    epoch: 'simulated',
    version: 1,
    regions: regions.map((id) => ({ id, name: id })),
    zones: Array.from({ length: 9 }, (_, zone) => ({ region: `${regions[zone % 3]}`, id: `zone-${zone}` })),
    feeds: regions.map((region) => ({ source: 'mesh', region, periodMs: 1_000 })),
    businessMetrics: [{ id: 'stream-starts', name: 'stream starts', unit: '/s', source: 'mesh' }],
    nodes,
    edges,
  }
}

test('six hours at 1 s and the rest of a day at 10 s of the world fit the ring with room to spare', async () => {
  const store = await openTestStore()
  const history = await createHistory({ store, clock: createSetClock(), limits: { flushEveryMs: 3_600_000 } })
  const roster = worldSizedRoster()
  const fleet = createSimulatedFleet({ nodes: NODES, edges: EDGES, seed: 7 })
  let newest = 0
  for (let second = 0; second < SECONDS; second++) {
    const frame = fleet.next()
    newest = frame.worldAt
    history.record({ frame, roster })
  }
  await history.flush()
  const bytes = async () => {
    const chunks = await store.frameChunks.listWithin(0, Infinity)
    return chunks.reduce((sum, chunk) => sum + chunk.bytes, 0)
  }
  const aSecond = (await bytes()) / SECONDS
  for (let after: number | null = 0; after !== null;) {
    after = await store.thinFrames({ before: newest + 1_200_000, after, stepMs: 10_000 })
  }
  const aThinnedSecond = (await bytes()) / SECONDS
  const { framesFineMs, framesMs, framesBytes } = DEFAULT_HISTORY_LIMITS
  expect(framesFineMs).toBeGreaterThanOrEqual(6 * 3_600_000)
  const ring = aSecond * (framesFineMs / 1_000) + aThinnedSecond * ((framesMs - framesFineMs) / 1_000)
  expect(aSecond).toBeLessThan(8_192)
  expect(ring).toBeLessThan(framesBytes / 2)
})
