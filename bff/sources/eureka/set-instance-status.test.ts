import { expect, test } from 'vitest'
import type { Answer } from '../create-ask.ts'
import { failureOf, type FailureKind } from '../failure.ts'
import type { EurekaClient } from './client.ts'
import { instanceOf } from './registry-fixture.ts'
import { setInstanceStatus } from './set-instance-status.ts'

const done: Answer<null> = { kind: 'answered', value: null, bytes: 0, servedAtMs: NaN }
const failed = (kind: FailureKind): Answer<null> => ({ kind: 'failed', failure: failureOf(kind, `it is ${kind}.`) })

/** Each read of the instance tells the next of these statuses, the last for good. */
function order(given: {
  to: 'out-of-service' | 'in-service'
  write?: Answer<null>
  reads: ({ status: string; override: string } | null)[]
}) {
  let now = 1_000
  let place = 0
  const asked: string[] = []
  const write = (name: string) => async () => {
    asked.push(name)
    return given.write ?? done
  }
  const nobody = async () => Promise.reject(new Error('not asked here'))
  const client: EurekaClient = {
    all: nobody,
    delta: nobody,
    takeOut: write('takeOut'),
    letBack: write('letBack'),
    async instance() {
      const told = given.reads[Math.min(place, given.reads.length - 1)] ?? null
      place += 1
      const value = told === null ? null : instanceOf({ status: told.status, overriddenStatus: told.override })
      return { kind: 'answered', value, bytes: 1, servedAtMs: NaN }
    },
  }
  const outcome = setInstanceStatus({
    client,
    clock: { now: () => now },
    wait: async (ms) => void (now += ms),
    order: { name: 'LICENSE', instance: 'i-1', to: given.to, signal: new AbortController().signal },
  })
  return { outcome, asked, reads: () => place }
}

const up = { status: 'UP', override: 'UNKNOWN' }
const out = { status: 'OUT_OF_SERVICE', override: 'OUT_OF_SERVICE' }
const unknown = { status: 'UNKNOWN', override: 'UNKNOWN' }

test('is seen once it has been read three times in a row', async () => {
  const { outcome, asked, reads } = order({ to: 'out-of-service', reads: [up, out, up, out, out, out, up] })
  expect(await outcome).toMatchObject({ outcome: 'seen', seen: 'out-of-service' })
  expect([asked, reads()]).toEqual([['takeOut'], 6])
})

test('letting back takes the override away, and forces nobody up', async () => {
  const { outcome, asked } = order({ to: 'in-service', reads: [out, unknown] })
  expect(await outcome).toMatchObject({ outcome: 'seen', seen: 'unknown' })
  expect(asked).toEqual(['letBack'])
  const sick = order({ to: 'in-service', reads: [{ status: 'DOWN', override: 'UNKNOWN' }] })
  expect(await sick.outcome).toMatchObject({ outcome: 'seen', seen: 'down' })
})

test('what is taken but not seen is said', async () => {
  const { outcome } = order({ to: 'out-of-service', reads: [up] })
  const told = await outcome
  expect(told).toMatchObject({ outcome: 'accepted-not-seen', seen: 'up' })
  expect(told.message).toContain('still tells up of i-1')
})

test.each(['timeout', 'reset', 'server-error'] as const)(
  'after a %s the instance is read all the same',
  async (kind) => {
    const seen = order({ to: 'out-of-service', write: failed(kind), reads: [out] })
    expect(await seen.outcome).toMatchObject({ outcome: 'seen', seen: 'out-of-service' })
    const unseen = order({ to: 'out-of-service', write: failed(kind), reads: [up] })
    expect(await unseen.outcome).toMatchObject({ outcome: 'unknown', seen: 'up' })
  },
)

test.each(['refused', 'not-signed-in', 'not-found'] as const)('%s means that nothing was changed', async (kind) => {
  const { outcome, reads } = order({ to: 'out-of-service', write: failed(kind), reads: [up] })
  const told = await outcome
  expect(told).toMatchObject({ outcome: 'unknown', seen: 'up' })
  expect(told.message).toContain('nothing was changed')
  expect(reads()).toBe(1)
})

test('an instance that is gone meanwhile is not seen', async () => {
  const { outcome } = order({ to: 'out-of-service', reads: [null] })
  expect(await outcome).toMatchObject({ outcome: 'accepted-not-seen', seen: null, seenAt: null })
})
