import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createGeneratedWorld } from '#mocks/world/generated/create-generated-world.ts'
import type { World } from '#mocks/world/world.ts'
import { startSimulatedEureka } from '#mocks/upstreams/eureka/eureka-server-fixture.ts'
import { hasJavaServer, startJavaServer } from '../java-server-fixture.ts'
import type { TrafficSource } from '../source.ts'
import { EurekaSettings } from './settings.ts'
import { createEurekaSource } from './source.ts'

/**
 * What the console relies on, held to the simulated registry and to a real one that is told of the same instances: what
 * one of them does and the other does not would be found here.
 */

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1']
const START = Math.floor(Date.now() / 1_000) * 1_000

interface Registry {
  url: string
  /** UTC ms on its clock. */
  now(): number
  /** Lists are made anew, a little later. */
  turnOver(): Promise<void>
  warmUp(isOn: boolean): Promise<void>
  /** Every instance gives a sign of life; who is unknown registers again. */
  beat(): Promise<void>
  stop(): Promise<void>
}

describe('the simulated registry', () => holdsTo(startSimulated))
describe.skipIf(!hasJavaServer('eureka'))('a real one', () => holdsTo(startReal))

function holdsTo(start: () => Promise<Registry>): void {
  let registry: Registry
  let source: TrafficSource
  beforeAll(async () => {
    registry = await start()
    source = sourceOf(registry)
  })
  afterAll(() => registry?.stop())

  /** Waits until lists show the instance so. */
  async function listed(id: string, wanted: object): Promise<void> {
    await vi.waitUntil(
      async () => {
        await registry.turnOver()
        const found = (await reportOf(source)).facts?.instances?.find((instance) => instance.id === id)
        return found !== undefined && isDeepStrictEqual({ ...found, ...wanted }, found)
      },
      { timeout: 20_000, interval: 50 },
    )
  }

  test('lists every instance with its place, version and address', async () => {
    const report = await reportOf(source)
    const instances = report.facts?.instances ?? []
    expect(instances.length).toBeGreaterThan(100)
    expect(new Set(instances.map(({ region }) => region))).toEqual(new Set(REGIONS))
    expect(report.problems).toEqual([])
    expect(instances.find(({ id }) => id === 'edge-proxy-us-east-1a-0')).toMatchObject({
      region: 'us-east-1',
      zone: 'us-east-1a',
      name: 'EDGE-PROXY',
      status: 'up',
      override: null,
      version: expect.stringMatching(/^v\d+$/),
      group: expect.stringMatching(/^edge-proxy-main-v\d+$/),
      host: expect.stringMatching(/^edge-proxy-\d+\.us-east-1\.sim$/),
      address: expect.stringMatching(/^10\.1\./),
      port: 7001,
      suspect: false,
      actionable: true,
    })
  })

  test('is as old as its newest sign of life, and no older than its cache', async () => {
    const { feeds, at, facts } = await reportOf(source)
    expect(feeds.map(({ region }) => region).toSorted()).toEqual(REGIONS.toSorted())
    for (const { observedAt } of feeds) {
      expect(observedAt).toBeLessThanOrEqual(at)
      expect(at - observedAt).toBeLessThanOrEqual(30_000)
    }
    expect(facts?.instances?.every(({ renewedAt }) => renewedAt <= at + 1_000)).toBe(true)
  })

  test('an instance is taken out, seen out at once, and let back by its own word', async () => {
    const order = { name: 'EDGE-PROXY', instance: 'edge-proxy-us-east-1a-0', signal: AbortSignal.timeout(30_000) }
    const out = await source.setInstanceStatus?.({ ...order, to: 'out-of-service' })
    expect(out).toMatchObject({ outcome: 'seen', seen: 'out-of-service' })
    await listed(order.instance, { status: 'out-of-service', override: 'out-of-service' })
    const back = await source.setInstanceStatus?.({ ...order, to: 'in-service' })
    expect(back).toMatchObject({ outcome: 'seen', seen: 'unknown' })
    await registry.beat()
    await listed(order.instance, { status: 'up', override: null })
  })

  test('an order for an instance that is not there changes nothing, and says so', async () => {
    const order = { name: 'EDGE-PROXY', instance: 'nobody:api:7001', signal: AbortSignal.timeout(30_000) }
    expect(await source.setInstanceStatus?.({ ...order, to: 'out-of-service' })).toEqual({
      outcome: 'unknown',
      seen: null,
      seenAt: null,
      message: 'The registry has no instance nobody:api:7001 of EDGE-PROXY, so nothing was changed.',
    })
  })

  test('deltas come to the same as whole lists', async () => {
    const deltas = sourceOf(registry, { delta: true })
    await reportOf(deltas)
    await source.setInstanceStatus?.({
      name: 'EDGE-PROXY',
      instance: 'edge-proxy-us-east-1b-0',
      to: 'out-of-service',
      signal: AbortSignal.timeout(30_000),
    })
    await listed('edge-proxy-us-east-1b-0', { status: 'out-of-service' })
    await registry.turnOver()
    const statuses = async (of: TrafficSource) =>
      ((await reportOf(of)).facts?.instances ?? []).map(({ id, status, override }) => [id, status, override]).toSorted()
    expect(await statuses(deltas)).toEqual(await statuses(source))
  })

  test('whoever does not ask for JSON is told XML', async () => {
    const response = await fetch(`${registry.url}/eureka/apps`, { headers: { accept: '*/*' } })
    expect(response.headers.get('content-type')).toContain('xml')
    expect(await response.text()).toMatch(/^\s*<applications>/)
  })

  test('a registry that warms up says so in words, and is asked again', async () => {
    await registry.warmUp(true)
    const outcome = await source.poll({ signal: AbortSignal.timeout(10_000) })
    await registry.warmUp(false)
    expect(outcome).toMatchObject({ kind: 'failed', retryAfterMs: 15_000 })
    expect(outcome.kind === 'failed' ? outcome.problem.message : '').toContain('waitTimeInMsWhenSyncEmpty')
    await reportOf(source)
  })

  test('the doctor tells what is there', async () => {
    const findings = await source.examine({ signal: AbortSignal.timeout(10_000) })
    expect(findings.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    expect(findings.find(({ asked }) => asked === 'regions')?.answer).toBe(`Tells of ${REGIONS.join(', ')}.`)
  })

  test('a wrong prefix is found by its words', async () => {
    const outcome = await sourceOf(registry, { prefix: '/registry' }).poll({ signal: AbortSignal.timeout(10_000) })
    expect(outcome.kind === 'failed' ? outcome.problem.message : '').toContain('is the prefix right?')
  })
}

function sourceOf({ url, now }: Registry, settings: Record<string, unknown> = {}): TrafficSource {
  const parsed = EurekaSettings.parse({ id: 'eureka', kind: 'eureka', url, actions: true, ...settings })
  const known = { regions: REGIONS, regionAliases: new Map<string, string>(), clock: { now } }
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 20))
  return createEurekaSource({ id: 'eureka', settings: parsed, ...known, wait })
}

async function reportOf(source: TrafficSource) {
  const outcome = await source.poll({ signal: AbortSignal.timeout(20_000) })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report
}

function createSmallFleet(): World {
  return createGeneratedWorld({ services: 40, connections: 120, seed: 1, startAt: START })
}

async function startSimulated(): Promise<Registry> {
  const world = createSmallFleet()
  const { url, api, stop } = await startSimulatedEureka({ world })
  const pass = async (ms: number) => {
    world.advanceTo(world.now + ms)
    api.observe()
  }
  return {
    url,
    stop,
    now: () => world.now,
    turnOver: () => pass(api.quirks.cacheMs),
    beat: () => pass(30_000),
    warmUp: async (isOn) => void (api.quirks.warmingUp = isOn),
  }
}

/** A real server, told of all instances of the same world by their own requests. */
async function startReal(): Promise<Registry> {
  const server = await startJavaServer({ name: 'eureka' })
  const instances = await instancesOfTheWorld()
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    await response.arrayBuffer()
    return response.status
  }
  const register = (instance: WireInput) => ask('POST', `/eureka/apps/${instance.app}`, { instance })
  const all = async (act: (instance: WireInput) => Promise<unknown>) => {
    for (const some of chunksOf(instances, 16)) await Promise.all(some.map(act))
  }
  const beat = (instance: WireInput) => ask('PUT', `/eureka/apps/${instance.app}/${instance.instanceId}`)
  await all(register)
  await all(beat)
  const turnOver = () => new Promise<void>((resolve) => setTimeout(resolve, 250))
  return {
    url: server.url,
    now: () => Date.now(),
    stop: () => server.stop(),
    turnOver,
    beat: () => all(async (instance) => (await beat(instance)) === 404 && register(instance)),
    warmUp: async (isOn) => void (await ask('POST', `/test/warm-up?ms=${isOn ? 3_600_000 : 0}`)),
  }
}

interface WireInput {
  app: string
  instanceId: string
}

async function instancesOfTheWorld(): Promise<WireInput[]> {
  const { url, stop } = await startSimulatedEureka({ world: createSmallFleet() })
  const response = await fetch(`${url}/eureka/apps`, { headers: { accept: 'application/json' } })
  const { applications }: { applications: { application: { instance: WireInput[] }[] } } = JSON.parse(
    await response.text(),
  )
  await stop()
  // The first of each zone, for each is a request of its own.
  return applications.application
    .flatMap(({ instance }) => instance)
    .filter(({ instanceId }) => instanceId.endsWith('-0'))
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) =>
    items.slice(place * size, (place + 1) * size),
  )
}
