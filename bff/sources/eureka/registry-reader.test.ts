import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from '../create-ask.ts'
import { failureOf } from '../failure.ts'
import type { EurekaClient } from './client.ts'
import { instanceOf } from './registry-fixture.ts'
import { createRegistryReader } from './registry-reader.ts'
import { hashcodeOf, type WireList } from './wire.ts'
import type { WireInstance } from './wire-instance.ts'

const NOW = 1_795_400_000_000
const STATUSES = ['UP', 'DOWN', 'OUT_OF_SERVICE']

/** A registry in memory: what it has, and what has changed of late. */
function createRegistry() {
  const held = new Map<string, WireInstance>()
  let changes: WireInstance[] = []
  const asked: string[] = []
  let isDeltaOff = false
  let isLossy = false
  const list = (instances: WireInstance[]): Answer<WireList> => ({
    kind: 'answered',
    value: { instances, hashcode: hashcodeOf(held.values()), unreadable: 0 },
    bytes: 1,
    servedAtMs: NOW,
  })
  const refused = { kind: 'failed', failure: failureOf('busy', 'refused') } as const
  const client: Pick<EurekaClient, 'all' | 'delta'> = {
    async all() {
      asked.push('all')
      return list([...held.values()])
    },
    async delta() {
      asked.push('delta')
      return isDeltaOff ? refused : list(isLossy ? changes.slice(1) : changes)
    },
  }
  return {
    client,
    asked,
    set(id: string, status: string) {
      const actionType = held.has(id) ? 'MODIFIED' : 'ADDED'
      const instance = instanceOf({ instanceId: id, status, actionType, lastUpdatedTimestamp: NOW + asked.length })
      held.set(id, instance)
      changes.push(instance)
    },
    remove(id: string) {
      const instance = held.get(id)
      held.delete(id)
      if (instance !== undefined) changes.push({ ...instance, actionType: 'DELETED' })
    },
    forgetChanges: () => void (changes = []),
    refuseDeltas: (isOff: boolean) => void (isDeltaOff = isOff),
    loseChanges: (isOn: boolean) => void (isLossy = isOn),
    statuses: () => new Map([...held].map(([id, { status }]) => [id, status])),
  }
}

type Registry = ReturnType<typeof createRegistry>

function readerOf(registry: Registry, options: { delta: boolean }) {
  const nobody = async () => Promise.reject(new Error('not asked here'))
  const reader = createRegistryReader(
    { ...registry.client, instance: nobody, takeOut: nobody, letBack: nobody },
    options,
  )
  return async () => {
    const answer = await reader.read({ signal: AbortSignal.timeout(1_000), now: () => NOW })
    if (answer.kind === 'failed') throw new Error(answer.failure.message)
    return answer.value
  }
}

function statusesIn({ instances }: { instances: readonly WireInstance[] }) {
  return new Map(instances.map(({ id, status }) => [id, status]))
}

describe('with deltas', () => {
  test('the whole is read once, then what has changed', async () => {
    const registry = createRegistry()
    const read = readerOf(registry, { delta: true })
    registry.set('a', 'UP')
    await read()
    registry.set('b', 'UP')
    registry.set('a', 'OUT_OF_SERVICE')
    expect(statusesIn(await read())).toEqual(registry.statuses())
    registry.remove('a')
    expect(statusesIn(await read())).toEqual(registry.statuses())
    expect(registry.asked).toEqual(['all', 'delta', 'delta'])
  })

  test('what does not add up is read whole in the same poll', async () => {
    const registry = createRegistry()
    const read = readerOf(registry, { delta: true })
    registry.set('a', 'UP')
    await read()
    registry.forgetChanges()
    registry.loseChanges(true)
    registry.set('b', 'UP')
    const list = await read()
    expect([list.how, list.mismatch]).toEqual(['whole', null])
    expect(statusesIn(list)).toEqual(registry.statuses())
  })

  test('where they are refused whole lists are read, and they are not asked for again', async () => {
    const registry = createRegistry()
    const read = readerOf(registry, { delta: true })
    registry.refuseDeltas(true)
    for (let poll = 0; poll < 3; poll += 1) await read()
    expect(registry.asked).toEqual(['all', 'delta', 'all', 'all'])
  })

  test('leases are looked at again now and then', async () => {
    const registry = createRegistry()
    const read = readerOf(registry, { delta: true })
    for (let poll = 0; poll < 12; poll += 1) await read()
    expect(registry.asked.filter((asked) => asked === 'all')).toHaveLength(2)
  })

  test('whatever happens in whatever order, and however often it is told, the list is as the registry’s', async () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd')
    const event = fc.oneof(
      fc.record({ kind: fc.constant('set'), id, status: fc.constantFrom(...STATUSES) }),
      fc.record({ kind: fc.constant('remove'), id, status: fc.constant('') }),
      fc.record({ kind: fc.constant('poll'), id, status: fc.constant('') }),
      fc.record({ kind: fc.constant('forget'), id, status: fc.constant('') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const registry = createRegistry()
        const read = readerOf(registry, { delta: true })
        for (const { kind, id: instance, status } of events) {
          if (kind === 'set') registry.set(instance, status)
          if (kind === 'remove') registry.remove(instance)
          if (kind === 'forget') registry.forgetChanges()
          if (kind === 'poll') await read()
        }
        const list = await read()
        expect(list.mismatch).toBeNull()
        expect(hashcodeOf(list.instances)).toBe(
          hashcodeOf([...registry.statuses().values()].map((status) => ({ status }))),
        )
      }),
    )
  })
})

test('a whole list that does not add up says what the server counts', async () => {
  const registry = createRegistry()
  registry.set('a', 'UP')
  const cut: Registry = {
    ...registry,
    client: {
      ...registry.client,
      all: async () => ({
        kind: 'answered',
        value: { instances: [], hashcode: 'UP_1_', unreadable: 0 },
        bytes: 1,
        servedAtMs: NaN,
      }),
    },
  }
  expect((await readerOf(cut, { delta: false })()).mismatch).toEqual({ told: 'UP_1_', counted: '' })
})
