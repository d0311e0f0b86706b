import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { breakerOf, problemsOf, reportOf, sourceOfInstances } from '#bff/sources/hystrix/source-fixture.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { createWorld, type SimulatedWorld } from '#mocks/world/create-world.ts'
import { OUTCOMES } from '#mocks/world/world.ts'
import type { FaultKind } from '../faults.ts'
import { createUpstreamServer, type UpstreamServer } from '../upstream-server.ts'
import { worldHystrixSource } from './world-hystrix-source.ts'

const WITHIN = { timeout: 20_000, interval: 50 }

let world: SimulatedWorld
let server: UpstreamServer
let source: TrafficSource

beforeEach(async () => {
  const seconds = 40
  const startAt = Math.floor(Date.now() / 1_000 - seconds) * 1_000
  world = createWorld({ seed: 3, startAt })
  server = createUpstreamServer({ world, now: () => world.now })
  for (let second = 0; second < seconds; second += 1) {
    world.advanceTo(world.now + 1_000)
    server.recorder.sample(world.now)
  }
  const { instances } = worldHystrixSource({ world, port: await server.listen(0) })
  source = sourceOfInstances(
    instances.filter(({ service, region }) => service === 'playback-api' && region === 'us-east-1'),
    { limits: { silence: 1_500, timeout: 1_500 } },
  )
})
afterEach(async () => {
  await source.close?.()
  await server.close()
})

describe("the world's breakers through its streams", () => {
  test('two instances make their share of the calls that the world made', async () => {
    const { facts } = await reportOf(source)
    const node = world.catalog.nodes.findIndex(
      ({ service, region }) => service === 'playback-api' && world.catalog.regions[region]?.id === 'us-east-1',
    )
    const callees = world.catalog.edges.filter((edge) => edge.source === node && edge.protocol !== 'messaging')
    expect(facts?.breakers).toHaveLength(callees.length)
    const license = world.catalog.edges.findIndex(
      (edge) => edge.source === node && world.catalog.nodes[edge.target]?.service === 'playback-license',
    )
    const [first = NaN, last = NaN] = [world.now - 10_000, world.now].map(
      (at) =>
        server.recorder.rates('requests', { at, windowMs: 10_000, until: at })?.[license * OUTCOMES.length] ?? NaN,
    )
    const breaker = await breakerOf(source, 'GetLicense')
    const share = 2 / (world.gauges.instancesReady[node] ?? NaN)
    expect(breaker).toMatchObject({
      group: 'license',
      state: 'closed',
      instances: 2,
      worstInstance: expect.stringMatching(/^playback-api-us-east-1[abc]-0$/),
    })
    expect(breaker?.requestsPerSecond).toBeGreaterThan(0.8 * share * Math.min(first, last))
    expect(breaker?.requestsPerSecond).toBeLessThan(1.2 * share * Math.max(first, last))
  })

  test.each<[FaultKind, RegExp]>([
    ['hang', /sent nothing for 1\.5 s/],
    ['truncate', /ended its stream/],
    ['error-500', /failed with 500|ended its stream/],
    ['huge', /sent an event of more than 256 KB/],
  ])('%s: told in words, and over when it is over', async (kind, words) => {
    await expect.poll(() => breakerOf(source, 'GetLicense'), WITHIN).toBeDefined()
    server.faults.set({ kind, surface: 'hystrix' })
    await expect.poll(() => problemsOf(source), WITHIN).toMatch(words)
    server.faults.clear()
    await expect.poll(() => problemsOf(source), WITHIN).toBe('')
    expect(await breakerOf(source, 'GetLicense')).toMatchObject({ instances: 2 })
  })
})
