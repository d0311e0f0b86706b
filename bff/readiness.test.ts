import { expect, test } from 'vitest'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { readinessOf } from './readiness.ts'

const NOW = 1_795_000_000_000
const writable = { check: async () => ({ holds: true, message: 'writable' }) }
const full = { check: async () => ({ holds: false, message: 'the disk is full' }) }

function frameAt(at: number): Frame {
  return createTopology({ epoch: 'test', regions: [], freshness: DEFAULT_FRESHNESS_RULE }).takeFrame({
    seq: 1,
    at,
    worldAt: at,
  }).frame
}

test.each([
  ['frames come and the store can be written', writable, frameAt(NOW - 1_000), true],
  ['no frame yet', writable, null, false],
  ['frames have stopped', writable, frameAt(NOW - 11_000), false],
  ['the store cannot be written', full, frameAt(NOW), false],
])('%s', async (_what, store, frame, ready) => {
  const readiness = await readinessOf({ store, fleet: { newest: () => frame }, clock: { now: () => NOW } })
  expect(readiness.ready).toBe(ready)
  expect(readiness.checks.every((check) => check.message !== '')).toBe(true)
})
