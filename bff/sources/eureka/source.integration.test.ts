import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSmallWorld } from '#mocks/upstreams/small-world-fixture.ts'
import { startSimulatedEureka } from '#mocks/upstreams/eureka/eureka-server-fixture.ts'
import type { TrafficSource } from '../source.ts'
import { EurekaSettings } from './settings.ts'
import { createEurekaSource } from './source.ts'

/** What only the simulated registry does on demand; what it shares with a real one stands in contract.integration.test.ts. */

const START = 1_795_400_000_000
const world = createSmallWorld(START)
let eureka: Awaited<ReturnType<typeof startSimulatedEureka>>
beforeAll(async () => {
  // Both regions of the small world call their zones the same: only one has instances, or ids would not be unique.
  resize(6, 6)
  eureka = await startSimulatedEureka({ world, quirks: { cacheMs: 1_000 } })
})
afterAll(() => eureka?.stop())

function sourceOf(settings: Record<string, unknown> = {}): TrafficSource {
  const parsed = EurekaSettings.parse({
    id: 'eureka',
    kind: 'eureka',
    url: eureka.url,
    region: 'us-east-1',
    ...settings,
  })
  const known = { regions: ['us-east-1', 'us-west-2'], regionAliases: new Map<string, string>() }
  return createEurekaSource({
    id: 'eureka',
    settings: parsed,
    ...known,
    clock: { now: () => world.now },
    wait: async () => {},
  })
}

async function reportOf(source: TrafficSource) {
  const outcome = await source.poll({ signal: AbortSignal.timeout(10_000) })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report
}

function resize(edgeProxies: number, apis: number): void {
  world.gauges.instancesPlaced.set([edgeProxies, apis, 0])
  world.gauges.instancesReady.set([edgeProxies, apis, 0])
}

function pass(seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    world.setNow(world.now + 1_000)
    eureka.api.observe()
  }
}

test.each([
  ['the older spelling', { overriddenKey: 'overriddenstatus' }, 6],
  ['empty metadata', { emptyMetadata: true }, 6],
  ['one of an application as old codecs write it', { collapsed: true }, 1],
  ['one application alone, of one', { collapsed: true }, 0],
] as const)('%s', async (_, quirks, edgeProxies) => {
  const before = { ...eureka.api.quirks }
  Object.assign(eureka.api.quirks, quirks)
  resize(edgeProxies, edgeProxies === 0 ? 1 : 6)
  pass(2)
  const source = sourceOf({ actions: true })
  const order = { name: 'API', instance: 'api-a-0', signal: AbortSignal.timeout(20_000) }
  expect(await source.setInstanceStatus?.({ ...order, to: 'out-of-service' })).toMatchObject({ outcome: 'seen' })
  pass(2)
  const { facts, problems } = await reportOf(source)
  expect(facts?.instances).toHaveLength(edgeProxies + (edgeProxies === 0 ? 1 : 6))
  expect(facts?.instances?.find(({ id }) => id === 'api-a-0')?.override).toBe('out-of-service')
  expect(problems).toEqual([])
  Object.assign(eureka.api.quirks, before)
  expect(await source.setInstanceStatus?.({ ...order, to: 'in-service' })).toMatchObject({ outcome: 'seen' })
  resize(6, 6)
  pass(40)
})

test('instances without power are suspect before anybody drops them, and said to be many', async () => {
  const source = sourceOf()
  pass(40)
  world.gauges.zonesAlive[1] = 0
  pass(60)
  expect((await reportOf(source)).facts?.instances?.filter(({ suspect }) => suspect)).toEqual([])
  pass(65)
  const { facts, problems } = await reportOf(source)
  const suspects = facts?.instances?.filter(({ suspect }) => suspect) ?? []
  expect(suspects.map(({ id, status }) => [id, status])).toEqual(
    ['edge-proxy-b-0', 'edge-proxy-b-1', 'edge-proxy-b-2', 'api-b-0', 'api-b-1', 'api-b-2'].map((id) => [id, 'up']),
  )
  expect(problems.map(({ message }) => message)[0]).toContain('6 of 12 instances said to be up')
  world.gauges.zonesAlive[1] = 1
  pass(40)
})

test('a registry that has lost most of its instances is not believed at once; what is known ages', async () => {
  const source = sourceOf()
  const before = await reportOf(source)
  resize(1, 1)
  pass(30)
  const held = await reportOf(source)
  expect(held.facts).toBeUndefined()
  expect(held.feeds).toEqual(before.feeds)
  expect(held.problems[0]?.message).toContain('lists 2 instances where it listed 12')
  pass(100)
  expect((await reportOf(source)).facts?.instances).toHaveLength(2)
})

test('without actions nobody can give orders', () => {
  expect(sourceOf().setInstanceStatus).toBeUndefined()
})

test('whatever breaks on the way is told, and nothing is told of instances', async () => {
  const source = sourceOf({ limits: { timeout: 300, bytes: 1_024 * 1_024 } })
  for (const fault of ['hang', 'truncate', 'reset', 'html', 'error-500', 'huge'] as const) {
    eureka.setFault(fault)
    const outcome = await source.poll({ signal: AbortSignal.timeout(20_000) })
    expect([fault, outcome.kind]).toEqual([fault, 'failed'])
  }
  eureka.setFault(null)
  expect((await sourceOf().poll({ signal: AbortSignal.timeout(20_000) })).kind).toBe('answered')
})
