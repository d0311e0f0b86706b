import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Control, WriteIntent } from '#bff/evacuation/control.ts'
import { plannedCalls } from '#bff/evacuation/planned-calls.ts'
import { findProgram, until } from '../child-fixture.ts'
import { countBetween } from '../count-between.ts'
import { createHaproxyControl } from './create-haproxy-control.ts'
import { startLoad } from './load-fixture.ts'
import { startHaproxyRig, type HaproxyRig } from './haproxy-rig-fixture.ts'

const EAST = 'us-east-1'
const WEST = 'us-west-2'
const IRELAND = 'eu-west-1'
const REGIONS = [EAST, WEST, IRELAND]
const LIMIT_MS = 20_000
const MARK = { planId: 'plan-1', epoch: 1, step: 0 }

let rig: HaproxyRig
let control: Control

function controlWith(change: object = {}): Control {
  return createHaproxyControl({ settings: rig.settings(change), clock: { now: Date.now } })
}

function intent(weights: Record<string, number>, change: Partial<WriteIntent> = {}): WriteIntent {
  return { instance: 'edge-1', splits: [{ segment: 'all', weights }], key: 'k', mark: MARK, ...change }
}

async function segmentOf(instance: string, by: Control = control) {
  const answer = await by.read(instance, LIMIT_MS)
  return answer.kind === 'read' ? answer.reading.segments[0] : answer
}

async function countOf(instance: string) {
  const answer = await control.arrivals?.(instance, LIMIT_MS)
  if (answer?.kind !== 'counted') throw new Error(JSON.stringify(answer))
  return answer.arrivals
}

/** As the controller does it: from what is read to what is wanted, in the order in which every prefix is safe. */
async function bringTo(weights: Record<string, number>, instances = control.descriptor.instances): Promise<void> {
  for (const instance of instances) {
    const answer = await control.read(instance, LIMIT_MS)
    if (answer.kind !== 'read') throw new Error(answer.why)
    const calls = plannedCalls({
      descriptor: control.descriptor,
      reading: answer.reading,
      goal: [{ plane: 'edge-proxies', instance, segment: 'all', weights }],
      scope: { kind: 'region', region: EAST },
    })
    for (const { splits } of calls) {
      expect(await control.write(intent({}, { instance, splits }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    }
    expect(await segmentOf(instance)).toMatchObject({ weights, effective: weights })
  }
}

function weightsOf(east: number, west: number, ireland: number): Record<string, number> {
  return { [EAST]: east, [WEST]: west, [IRELAND]: ireland }
}

async function start(input: Partial<Parameters<typeof startHaproxyRig>[0]>): Promise<void> {
  const started = await startHaproxyRig({ regions: REGIONS, edges: 1, ...input })
  if (started === undefined) throw new Error('HAProxy was here a moment ago')
  rig = started
  control = controlWith()
}

afterEach(async () => {
  await control.close()
  await rig.stop()
})

const isMissing = findProgram('haproxy', 'haproxy') === undefined

describe.skipIf(isMissing)('three regions behind three real HAProxies', () => {
  beforeEach(() => start({ edges: 3 }))

  test('are evacuated and failed back under load without one failed request, each step within two points', async () => {
    const load = rig.load()
    const before = await countOf('edge-1')
    const steps = [
      weightsOf(25, 45, 30),
      weightsOf(10, 54, 36),
      weightsOf(0, 60, 40),
      weightsOf(10, 54, 36),
      weightsOf(50, 30, 20),
      weightsOf(100, 100, 100),
    ]
    for (const weights of steps) {
      await bringTo(weights)
      const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
      const shares = await load.observe(450)
      for (const region of REGIONS) {
        expect(Math.abs((shares[region] ?? 0) - (weights[region] ?? 0) / total)).toBeLessThanOrEqual(0.02)
      }
    }
    const counts = await load.stop()
    expect(counts).toMatchObject({ failed: 0, firstFailure: null })
    expect(counts.answered).toEqual(rig.arrived())
    const passed = countBetween(before, await countOf('edge-1'))
    expect(passed?.whole).toBe(true)
    const sum = (all: object) => Object.values(all).reduce((total: number, each: number) => total + each, 0)
    expect(sum(passed?.requests ?? {})).toBeGreaterThan(sum(counts.answered) / 6)
  })

  test('one that is down says nothing of the others, which move their share', async () => {
    await rig.kill('edge-3')
    await bringTo(weightsOf(0, 60, 40), ['edge-1', 'edge-2'])
    expect(await control.write(intent({ [EAST]: 0 }, { instance: 'edge-3' }), LIMIT_MS)).toMatchObject({
      kind: 'refused',
      cause: 'unreachable',
    })
    expect(await control.read('edge-3', LIMIT_MS)).toMatchObject({ kind: 'refused', cause: 'unreachable' })
    const load = startLoad(rig.addresses.slice(0, 2), 4)
    const shares = await load.observe(200)
    expect(await load.stop()).toMatchObject({ failed: 0 })
    expect(shares[EAST]).toBeUndefined()
    expect(Math.abs((shares[WEST] ?? 0) - 0.6)).toBeLessThanOrEqual(0.02)
  })

  test.each(['edge-1', 'edge-2'])('a frozen one (%s) is unknown, and does the order when it thaws', async (edge) => {
    await rig.freeze(edge)
    expect(await control.write(intent({ [EAST]: 7 }, { instance: edge }), 500)).toMatchObject({ kind: 'unknown' })
    expect(await control.read(edge, 300)).toMatchObject({ kind: 'unknown' })
    rig.thaw(edge)
    await until('the late order is seen', async () => {
      const segment = await segmentOf(edge)
      return segment !== undefined && 'weights' in segment && segment.weights[EAST] === 7
    })
  })

  test('a reload puts the old weights back and begins the counters anew; both are seen', async () => {
    const load = rig.load()
    await bringTo(weightsOf(0, 60, 40))
    await load.observe(60)
    const before = await countOf('edge-1')
    await rig.reload('edge-1')
    expect(await segmentOf('edge-1')).toMatchObject({ weights: weightsOf(100, 100, 100) })
    expect(await segmentOf('edge-2')).toMatchObject({ weights: weightsOf(0, 60, 40) })
    const after = await countOf('edge-1')
    expect(after.life).not.toBe(before.life)
    expect(countBetween(before, after)).toMatchObject({ whole: false })
  })

  test('every weight zero is an outage, and read as one', async () => {
    const none = weightsOf(0, 0, 0)
    expect(await control.write(intent(none), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await segmentOf('edge-1')).toMatchObject({ weights: none, effective: none })
    expect((await fetch(rig.addresses[0] ?? '')).status).toBe(503)
    expect(control.descriptor.zeroAll).toBe('outage')
  })

  test.each([
    ['a weight HAProxy would refuse', {}, { [EAST]: 257 }, 'invalid', /from 0 to 256/],
    ['a target of nobody', {}, { 'ap-south-1': 1 }, 'invalid', /no target/],
    ['a backend it does not have', { split: { by: 'weights', backends: { all: 'none' } } }, {}, 'invalid', /No such/i],
  ])('refuses %s', async (_, change, weights, cause, why) => {
    const answer = await controlWith(change).write(intent({ [WEST]: 9, ...weights }), LIMIT_MS)
    expect(answer).toMatchObject({ kind: 'refused', cause, why: expect.stringMatching(why) })
    expect(await segmentOf('edge-1')).toMatchObject({ weights: weightsOf(100, 100, 100) })
  })

  test('a socket without the right to write is told as that, a missing one as unreachable', async () => {
    const { unixSocket } = rig.edge('edge-1')
    const at = (socket: string) => controlWith({ instances: [{ id: 'edge-1', socket }] })
    const user = at(unixSocket.replace('.sock', '-user.sock'))
    expect(await user.write(intent({ [EAST]: 1 }), LIMIT_MS)).toMatchObject({ kind: 'refused', cause: 'credentials' })
    expect(await at('/nowhere.sock').write(intent({ [EAST]: 1 }), LIMIT_MS)).toMatchObject({ cause: 'unreachable' })
  })

  test('half of the servers of a target set is unknown, not done; a missing server is no smaller target', async () => {
    const targets = [{ id: EAST, region: EAST, servers: [EAST, 'us-east-1-b'] }]
    const half = controlWith({ targets })
    expect(await half.write(intent({ [EAST]: 11 }), LIMIT_MS)).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(/1 of 2 orders.*No such server/),
    })
    expect(await segmentOf('edge-1', half)).toMatchObject({ weights: {} })
    const both = controlWith({ targets: [{ id: 'america', region: EAST, servers: [EAST, WEST] }] })
    expect(await both.write(intent({ america: 31 }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await segmentOf('edge-1')).toMatchObject({ weights: weightsOf(16, 15, 100) })
    expect(await segmentOf('edge-1', both)).toMatchObject({ weights: { america: 31 } })
  })

  test('the line for the runbook does the same by hand, and fails where HAProxy refuses', async () => {
    const run = (line: string) => promisify(execFile)('/bin/sh', ['-c', line])
    await run(control.byHand(intent(weightsOf(0, 60, 40))))
    expect(await segmentOf('edge-1')).toMatchObject({ weights: weightsOf(0, 60, 40) })
    expect((await run(control.readByHand('edge-1'))).stdout).toMatch(/regions \d+ us-west-2 .* 60 100 /)
    const wrong = controlWith({ split: { by: 'weights', backends: { all: 'none' } } })
    await expect(run(wrong.byHand(intent({ [EAST]: 1 })))).rejects.toThrow()
  })
})

describe.skipIf(isMissing)('clients held by a cookie', () => {
  beforeEach(() => start({ sticky: true, slowstartSeconds: 120 }))

  test('stay at weight zero and in drain; maintenance moves them', async () => {
    const cookie = await cookieOf(EAST)
    expect(await control.write(intent({ [EAST]: 0 }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await answeredBy(cookie)).toEqual(new Set([EAST]))
    await rig.edge('edge-1').say(`set server regions/${EAST} state drain`)
    expect(await answeredBy(cookie)).toEqual(new Set([EAST]))
    const moving = controlWith({ zero: 'maint' })
    expect(await moving.write(intent({ [EAST]: 0 }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await answeredBy(cookie)).not.toContain(EAST)
    expect(await segmentOf('edge-1')).toMatchObject({ weights: { [EAST]: 0 }, effective: { [EAST]: 0 } })
  })

  test('what was set and what acts are told apart, in drain and while a server starts slowly', async () => {
    const acting = async () => {
      const segment = await segmentOf('edge-1')
      return segment !== undefined && 'weights' in segment ? [segment.weights[EAST], segment.effective?.[EAST]] : []
    }
    await rig.edge('edge-1').say(`set server regions/${EAST} state drain`)
    expect(await acting()).toEqual([100, 0])
    await rig.edge('edge-1').say(`set server regions/${EAST} state maint`)
    expect(await acting()).toEqual([100, 0])
    await rig.edge('edge-1').say(`set server regions/${EAST} state ready`)
    const [set, now] = await acting()
    expect(set).toBe(100)
    expect(now).toBeLessThan(100)
  })

  async function cookieOf(region: string): Promise<string> {
    for (;;) {
      const response = await fetch(rig.addresses[0] ?? '')
      await response.text()
      if (response.headers.get('x-region') === region) return response.headers.get('set-cookie')?.split(';')[0] ?? ''
    }
  }

  async function answeredBy(cookie: string): Promise<Set<string>> {
    const regions = new Set<string>()
    for (let index = 0; index < 6; index += 1) {
      const response = await fetch(rig.addresses[0] ?? '', { headers: { cookie } })
      await response.text()
      regions.add(response.headers.get('x-region') ?? '')
    }
    return regions
  }
})

describe.skipIf(isMissing)('segments by a map', () => {
  const BUCKETS = 20
  beforeEach(async () => {
    await start({ buckets: BUCKETS })
    control = mapControl()
  })

  function mapControl(change: object = {}): Control {
    const file = rig.edge('edge-1').mapFile
    return controlWith({ split: { by: 'map', file, segments: ['de', 'us'], buckets: BUCKETS, ...change } })
  }

  const split = (segment: string, weights: Record<string, number>) => ({ segment, weights })

  test('all segments change as one; what is not named stays; a foreign hand is seen', async () => {
    expect(await control.read('edge-1', LIMIT_MS)).toMatchObject({
      reading: { segments: [split('de', weightsOf(7, 7, 6)), split('us', weightsOf(7, 7, 6))] },
    })
    const order = [split('de', weightsOf(0, 30, 70)), split('us', { [EAST]: 0 })]
    expect(await control.write(intent({}, { splits: order }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    expect(await control.read('edge-1', LIMIT_MS)).toMatchObject({
      reading: {
        segments: [
          { ...split('de', weightsOf(0, 30, 70)), mark: MARK },
          { ...split('us', weightsOf(0, 7, 6)), mark: MARK },
        ],
      },
    })
    const { say, mapFile } = rig.edge('edge-1')
    await say(`set map ${mapFile} de/0 ${EAST}`)
    const [german] = await segments()
    expect(german).toMatchObject(split('de', weightsOf(1, 5, 14)))
    expect(german).not.toHaveProperty('mark')
    await rig.reload('edge-1')
    expect((await segments())[0]).toMatchObject(split('de', weightsOf(7, 7, 6)))
  })

  test('requests follow their country', async () => {
    const order = [split('de', weightsOf(0, 0, 1)), split('us', weightsOf(0, 1, 0))]
    expect(await control.write(intent({}, { splits: order }), LIMIT_MS)).toEqual({ kind: 'accepted' })
    for (const [country, region] of [
      ['DE', IRELAND],
      ['US', WEST],
    ] as const) {
      for (let index = 0; index < 8; index += 1) {
        const response = await fetch(rig.addresses[0] ?? '', { headers: { 'x-country': country } })
        await response.text()
        expect(response.headers.get('x-region')).toBe(region)
      }
    }
    const arrivals = await countOf('edge-1')
    expect(arrivals.requests).toEqual(weightsOf(0, 8, 8))
  })

  test('nothing is exchanged where an order cannot be dealt, or the map is none', async () => {
    const before = await segments()
    const none = [split('us', weightsOf(1, 1, 1)), split('de', weightsOf(0, 0, 0))]
    expect(await control.write(intent({}, { splits: none }), LIMIT_MS)).toMatchObject({ cause: 'invalid' })
    const elsewhere = mapControl({ file: '/no/such.map' })
    expect(await elsewhere.write(intent({}, { splits: none.slice(0, 1) }), LIMIT_MS)).toMatchObject({ kind: 'refused' })
    expect(await segments()).toEqual(before)
  })

  test('the line for the runbook does the same by hand', async () => {
    const order = intent({}, { splits: [split('de', weightsOf(0, 60, 40))] })
    await promisify(execFile)('/bin/sh', ['-c', control.byHand(order)])
    expect((await segments())[0]).toEqual({ ...split('de', weightsOf(0, 60, 40)), mark: MARK })
  })

  async function segments() {
    const answer = await control.read('edge-1', LIMIT_MS)
    if (answer.kind !== 'read') throw new Error(answer.why)
    return answer.reading.segments
  }
})
