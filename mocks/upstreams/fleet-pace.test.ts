import { expect, test } from 'vitest'
import { MOST_CONNECTIONS } from '#mocks/world/generated/fleet-size.ts'
import { paceOf } from './fleet-pace.ts'

/** Of what a sample holds: outcomes and latency buckets of each connection of three regions, in 32 bits. */
const BYTES_A_CONNECTION = 3 * (4 + 13) * 4
const MOST_BYTES = 450 * 1_024 ** 2

test('whatever the size, what is remembered fits, and rates find samples over the whole of their window', () => {
  for (const connections of [0, 1, 900, 1_000, 1_001, 4_000, 5_000, 5_001, 10_000, 10_001, MOST_CONNECTIONS]) {
    const { periodMs, pastMs, fineSlots, coarseSlots } = paceOf({ services: 1, connections })
    expect((fineSlots + coarseSlots) * connections * BYTES_A_CONNECTION).toBeLessThan(MOST_BYTES)
    const windowMs = Math.max(4 * periodMs, 20_000)
    expect(fineSlots * periodMs).toBeGreaterThan(windowMs + 10_000)
    expect(coarseSlots * 10_000).toBeGreaterThan(pastMs)
  }
})

test('the larger, the seldomer it is read, and the shorter its past', () => {
  const paces = [300, 4_000, 8_000, 20_000].map((connections) => paceOf({ services: 1, connections }))
  expect(paces.map(({ periodMs }) => periodMs)).toEqual([1_000, 1_000, 5_000, 10_000])
  expect(paces.map(({ pastMs }) => pastMs / 60_000)).toEqual([30, 10, 5, 1])
})
