import { afterEach, beforeEach, expect, test } from 'vitest'
import { createUpstreamServer, FAULTS_PATH, type UpstreamServer } from '#mocks/upstreams/upstream-server.ts'
import { createWorld, type SimulatedWorld } from '#mocks/world/create-world.ts'
import type { Control, WriteIntent } from '#bff/evacuation/control.ts'
import { createWebhookControl } from './create-webhook-control.ts'
import { WebhookSettings } from './settings.ts'

const SECRET = 'a secret of both sides'
const EMPTY_EAST = { 'us-east-1': 0, 'us-west-2': 53, 'eu-west-1': 47 }
const MARK = { planId: 'plan-1', epoch: 4, step: 2 }

let world: SimulatedWorld
let server: UpstreamServer
let address: string
let control: Control

beforeEach(async () => {
  world = createWorld({ seed: 7, startAt: Date.UTC(2026, 10, 22, 14), stepMs: 1_000 })
  world.advanceTo(world.now + 60_000)
  server = createUpstreamServer({ world, now: Date.now, planeSecret: SECRET })
  address = `http://127.0.0.1:${await server.listen(0)}`
  control = controlWith({})
})

afterEach(async () => {
  await control.close()
  await server.close()
})

function controlWith(change: Partial<Record<keyof WebhookSettings, unknown>>): Control {
  const regions = ['us-east-1', 'us-west-2', 'eu-west-1']
  const settings = WebhookSettings.parse({
    id: 'edge-proxies',
    kind: 'webhook',
    url: `${address}/planes/edge-proxies`,
    secret: SECRET,
    layer: 'proxy',
    instances: ['edge-1', 'edge-2'],
    targets: regions.map((region) => ({ id: region, region })),
    dryRun: true,
    ...change,
  })
  return createWebhookControl({ settings, clock: { now: Date.now } })
}

function intent(change: Partial<WriteIntent> = {}): WriteIntent {
  return { instance: 'edge-1', splits: [{ segment: 'all', weights: EMPTY_EAST }], key: 'k1', mark: MARK, ...change }
}

function fault(order: object): Promise<Response> {
  return fetch(`${address}${FAULTS_PATH}`, { method: 'POST', body: JSON.stringify(order) })
}

async function weightsOf(instance: string): Promise<unknown> {
  const answer = await control.read(instance, 2_000)
  return answer.kind === 'read' ? answer.reading.segments[0]?.weights : answer
}

test('what is written is read back, with who wrote it', async () => {
  const before = await weightsOf('edge-2')
  expect(await control.write(intent(), 2_000)).toEqual({ kind: 'accepted' })
  expect(await control.read('edge-1', 2_000)).toMatchObject({
    kind: 'read',
    reading: { instance: 'edge-1', revision: '2', segments: [{ segment: 'all', weights: EMPTY_EAST, mark: MARK }] },
  })
  expect(await weightsOf('edge-2')).toEqual(before)
})

test('the same key is one effect, and with another order it is refused', async () => {
  await control.write(intent(), 2_000)
  expect(await control.write(intent(), 2_000)).toEqual({ kind: 'accepted' })
  expect(await control.read('edge-1', 2_000)).toMatchObject({ reading: { revision: '2' } })
  const other = intent({ splits: [{ segment: 'all', weights: { 'us-east-1': 5 } }] })
  expect(await control.write(other, 2_000)).toMatchObject({ kind: 'refused', cause: 'invalid' })
})

test.each([
  ['an earlier epoch', { key: 'k2', mark: { ...MARK, epoch: 3, step: 9 } }, 'conflict', /epoch 4, step 2/],
  ['an earlier step', { key: 'k2', mark: { ...MARK, step: 1 } }, 'conflict', /epoch 4, step 2/],
  ['another revision than it is at', { key: 'k2', revision: '1' }, 'conflict', /the revision is 2/],
  [
    'every weight zero',
    { key: 'k2', splits: [{ segment: 'all', weights: { 'us-west-2': 0, 'eu-west-1': 0 } }] },
    'invalid',
    /zero/,
  ],
  [
    'a segment it does not have',
    { key: 'k2', splits: [{ segment: 'de', weights: EMPTY_EAST }] },
    'invalid',
    /no segment de/,
  ],
])('refuses %s and changes nothing', async (_, change, cause, why) => {
  await control.write(intent(), 2_000)
  expect(await control.write(intent(change), 2_000)).toMatchObject({
    kind: 'refused',
    cause,
    why: expect.stringMatching(why),
  })
  expect(await weightsOf('edge-1')).toEqual(EMPTY_EAST)
})

test('a dry run is answered like the order and changes nothing', async () => {
  expect(await control.dryRun?.(intent(), 2_000)).toEqual({ kind: 'accepted' })
  expect(await control.dryRun?.(intent({ revision: '77' }), 2_000)).toMatchObject({
    kind: 'refused',
    cause: 'conflict',
  })
  expect(await control.read('edge-1', 2_000)).toMatchObject({ reading: { revision: '1' } })
})

test('a frozen plane is unknown, and its order happens when it thaws', async () => {
  await fault({ kind: 'late', plane: 'edge-proxies', instance: 'edge-1' })
  expect(await control.write(intent(), 300)).toMatchObject({ kind: 'unknown', why: 'no answer within 0.3 s' })
  expect(await control.read('edge-1', 300)).toMatchObject({ kind: 'unknown' })
  await fetch(`${address}${FAULTS_PATH}`, { method: 'DELETE' })
  expect(await weightsOf('edge-1')).toEqual(EMPTY_EAST)
})

test('a lost answer is unknown although the order was applied; a lie is accepted although it was not', async () => {
  await fault({ kind: 'lost-answer', plane: 'edge-proxies', instance: 'edge-1' })
  await fault({ kind: 'lie', plane: 'edge-proxies', instance: 'edge-2' })
  const before = await weightsOf('edge-2')
  expect(before).not.toEqual(EMPTY_EAST)
  expect(await control.write(intent(), 300)).toMatchObject({ kind: 'unknown' })
  expect(await control.write(intent({ instance: 'edge-2' }), 2_000)).toEqual({ kind: 'accepted' })
  expect(await weightsOf('edge-1')).toEqual(EMPTY_EAST)
  expect(await weightsOf('edge-2')).toEqual(before)
})

test('an overloaded plane refuses and says when to come again', async () => {
  await fault({ kind: 'refuse', plane: 'edge-proxies' })
  expect(await control.write(intent(), 2_000)).toMatchObject({ kind: 'refused', cause: 'busy', retryAfterMs: 1_000 })
})

test('a wrong secret is told as that; a closed port as unreachable', async () => {
  const stranger = controlWith({ secret: 'another secret here' })
  expect(await stranger.read('edge-1', 2_000)).toMatchObject({ kind: 'refused', cause: 'credentials' })
  await server.close()
  const nowhere = controlWith({})
  expect(await nowhere.write(intent(), 2_000)).toMatchObject({ kind: 'refused', cause: 'unreachable' })
})

test('the doctor is told where the plane describes itself otherwise', async () => {
  const nine = Array.from({ length: 9 }, (_, index) => `edge-${index + 1}`)
  const same = controlWith({ instances: nine })
  expect(await same.examine?.(2_000)).toMatchObject([{ outcome: 'ok' }])
  const other = controlWith({ instances: [...nine, 'edge-10'], layer: 'dns' })
  expect(await other.examine?.(2_000)).toMatchObject([
    { outcome: 'warning', answer: expect.stringMatching(/no instances edge-10; layer proxy, not dns/) },
  ])
})

test('orders to all proxies empty the region within seconds; to two of nine they move two ninths', async () => {
  const { nodes, edges } = world.catalog
  // What each region's proxies hand to their own region's services.
  const served = edges.flatMap((edge, index) => {
    const [from, to] = [nodes[edge.source], nodes[edge.target]]
    if (from?.service !== 'edge-proxy' || to?.service !== 'api' || from.region !== to.region) return []
    return [{ region: from.region, index }]
  })
  const countOf = (index: number) => world.counters.requests.slice(index * 4, index * 4 + 4).reduce((a, b) => a + b, 0)
  const eastShare = () => {
    const before = served.map(({ index }) => countOf(index))
    world.advanceTo(world.now + 10_000)
    const passed = served.map(({ region, index }, row) => ({ region, count: countOf(index) - (before[row] ?? 0) }))
    const sum = (rows: typeof passed) => rows.reduce((total, { count }) => total + count, 0)
    return sum(passed.filter(({ region }) => region === 0)) / sum(passed)
  }
  const before = eastShare()
  const nine = controlWith({ instances: Array.from({ length: 9 }, (_, index) => `edge-${index + 1}`) })
  for (const instance of ['edge-1', 'edge-2']) await nine.write(intent({ instance }), 2_000)
  world.advanceTo(world.now + 20_000)
  expect(eastShare()).toBeCloseTo((before * 7) / 9, 1)
  for (const instance of nine.descriptor.instances) await nine.write(intent({ instance }), 2_000)
  world.advanceTo(world.now + 20_000)
  expect(eastShare()).toBeLessThan(0.05 * before)
})

test('the line for the runbook does the same by hand', async () => {
  const { execFile } = await import('node:child_process')
  const { promisify } = await import('node:util')
  const env = { ...process.env, EDGE_PROXIES_SECRET: SECRET }
  const run = (line: string) => promisify(execFile)('/bin/sh', ['-c', line], { env })
  await run(control.byHand(intent({ key: 'by-hand' })))
  expect(await weightsOf('edge-1')).toEqual(EMPTY_EAST)
  const { stdout } = await run(control.readByHand('edge-1'))
  expect(JSON.parse(stdout)).toMatchObject({ instance: 'edge-1', segments: [{ weights: EMPTY_EAST }] })
})
