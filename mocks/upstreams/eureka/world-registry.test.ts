import { describe, expect, test } from 'vitest'
import { createSmallWorld } from '../small-world-fixture.ts'
import { createWorldRegistry, lastBeatOf, statusOfSeat } from './world-registry.ts'

const START = 1_795_400_000_000
const SECOND = 1_000

/** Rows 0 and 1 stand in us-east-1, in the zones a and b; row 2 in us-west-2; row 3 is a store. */
function start(sizes: readonly number[] = [4, 6, 2]) {
  const world = createSmallWorld(START)
  const resize = (row: number, placed: number, starting = 0) => {
    world.gauges.instancesPlaced[row] = placed
    world.gauges.instancesReady[row] = placed
    world.gauges.instancesStarting[row] = starting
  }
  sizes.forEach((size, row) => resize(row, size))
  const deploys: { at: number; region: string; service: string; version: string; author: string }[] = []
  const registry = createWorldRegistry(world, () => deploys)
  registry.observe()
  const pass = (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      world.setNow(world.now + SECOND)
      registry.observe()
    }
  }
  const statuses = (node: number) =>
    registry
      .seats()
      .filter((seat) => seat.node === node)
      .map(statusOfSeat)
  return { world, registry, deploys, resize, pass, statuses }
}

test('services register, stores and what lies outside do not', () => {
  const { registry } = start()
  expect(
    registry
      .seats()
      .map(({ id }) => id)
      .join(' '),
  ).toBe(
    'edge-proxy-a-0 edge-proxy-b-0 edge-proxy-a-1 edge-proxy-b-1 api-a-0 api-b-0 api-a-1 api-b-1 api-a-2 api-b-2 edge-proxy-a-0 edge-proxy-b-0',
  )
  expect(registry.changes()).toEqual([])
})

test('who starts is listed as starting, then up; who is given back goes', () => {
  const { registry, resize, pass, statuses } = start()
  resize(1, 6, 2)
  pass(1)
  expect(statuses(1)).toEqual([...Array.from({ length: 6 }, () => 'UP'), 'STARTING', 'STARTING'])
  resize(1, 8)
  pass(1)
  expect(statuses(1).every((status) => status === 'UP')).toBe(true)
  resize(1, 5)
  pass(1)
  expect(statuses(1)).toHaveLength(5)
  expect(
    registry
      .changes()
      .map(({ action }) => action)
      .join(' '),
  ).toBe('ADDED ADDED MODIFIED MODIFIED DELETED DELETED DELETED')
})

describe('a zone without power', () => {
  test('falls silent as it was, and is dropped two leases later where few are silent', () => {
    const { world, registry, pass, statuses } = start([4, 2, 60])
    pass(40)
    world.gauges.zonesAlive[1] = 0
    pass(60)
    const silent = registry.seats().filter(({ zone, node }) => zone === 'b' && node === 1)
    expect(silent.map(statusOfSeat)).toEqual(['UP'])
    expect(silent.every((seat) => world.now - lastBeatOf(seat, world.now) > 59 * SECOND)).toBe(true)
    pass(130)
    expect(statuses(1)).toHaveLength(1)
    world.gauges.zonesAlive[1] = 1
    pass(1)
    expect(statuses(1)).toEqual(['UP', 'UP'])
  })

  test('is kept, as up, where many are silent', () => {
    const { world, pass, statuses } = start()
    world.gauges.zonesAlive[1] = 0
    pass(600)
    expect(statuses(1)).toHaveLength(6)
  })
})

test('what is broken in a zone with power is down', () => {
  const { world, pass, statuses } = start()
  world.gauges.instancesReady[1] = 4
  pass(1)
  expect(statuses(1).filter((status) => status === 'DOWN')).toHaveLength(2)
})

test('a version reaches one instance after the other, each as another process', () => {
  const { world, registry, deploys, pass } = start([4, 60, 2])
  const seats = registry.seats().filter(({ node }) => node === 1)
  const before = seats[0]?.version
  deploys.push({ at: world.now, region: 'us-east-1', service: 'api', version: 'v9', author: 'A' })
  pass(45)
  const versions = new Set(seats.map(({ version }) => version))
  expect(versions).toEqual(new Set([before, 'v9']))
  pass(50)
  expect(new Set(seats.map(({ version }) => version))).toEqual(new Set(['v9']))
  expect(seats.every(({ registeredAt }) => registeredAt > START)).toBe(true)
})

test('what is set over an instance holds; taken away, nothing is known until its next heartbeat', () => {
  const { registry, pass, statuses } = start()
  const seat = registry.find('API', 'api-a-0')
  if (seat === null) throw new Error('expected an instance')
  registry.setOverride(seat, 'OUT_OF_SERVICE')
  pass(100)
  expect(statuses(1)[0]).toBe('OUT_OF_SERVICE')
  registry.setOverride(seat, null)
  expect(statuses(1)[0]).toBe('UNKNOWN')
  pass(31)
  expect(statuses(1)[0]).toBe('UP')
})
