import { expect, test, vi } from 'vitest'
import type { Instance, InstanceStatusSet, SetInstanceStatus } from '#contract/services/instance.ts'
import { openTestStore, testCtx } from '#bff/store/store-fixture.ts'
import type { InstanceReading } from '#bff/topology/facts.ts'
import { instanceReading } from './facts-fixture.ts'
import { instanceOf } from './rows-of-readings.ts'
import { setInstanceStatus, type InstanceStatusWriter } from './set-instance-status.ts'

const SEEN: InstanceStatusSet = { outcome: 'seen', seen: 'out-of-service', seenAt: 1, message: 'Read back.' }
const ORDER: SetInstanceStatus = {
  source: 'eureka',
  region: 'us-east-1',
  service: 'api',
  instance: 'i-1',
  to: 'out-of-service',
  reason: 'answers nothing but errors',
}

function instances(...over: Partial<InstanceReading>[]): Instance[] {
  return over.map((one) => instanceOf(instanceReading(one), { source: 'eureka', service: 'api' }))
}

async function actOn(siblings: readonly Instance[], order: Partial<SetInstanceStatus> = {}, write = writer(SEEN)) {
  const store = await openTestStore()
  const input = { ...ORDER, ...order }
  const find = () => {
    const instance = siblings.find(({ id }) => id === input.instance)
    return instance === undefined ? null : { registryName: 'API', instance, siblings }
  }
  const outcome = setInstanceStatus({ ctx: testCtx(store), input, find, write })
  const audit = async () =>
    (await store.audit.list({ limit: 10 })).toReversed().map(({ action, detail }) => [action, JSON.parse(detail)])
  return { outcome, audit, write }
}

function writer(answer: InstanceStatusSet | null) {
  return vi.fn<InstanceStatusWriter>(() => (answer === null ? null : Promise.resolve(answer)))
}

test('the intent is on record before the registry is told, and what was seen is recorded apart', async () => {
  const unseen: InstanceStatusSet = { outcome: 'accepted-not-seen', seen: 'up', seenAt: 1, message: 'Still up.' }
  const { outcome, audit, write } = await actOn(instances({}, { id: 'i-2' }), {}, writer(unseen))
  expect(await outcome).toEqual(unseen)
  expect(write).toHaveBeenCalledExactlyOnceWith({
    source: 'eureka',
    registryName: 'API',
    instance: 'i-1',
    to: 'out-of-service',
  })
  expect(await audit()).toMatchObject([
    ['instance.status-asked', { reason: ORDER.reason, was: 'up' }],
    ['instance.status-seen', { outcome: 'accepted-not-seen', seen: 'up' }],
  ])
})

test.each([
  ['it is alone', [{}]],
  ['the others do not serve', [{}, { id: 'i-2', status: 'starting' as const }]],
  ['the others give no sign of life', [{}, { id: 'i-2', suspect: true }]],
  ['the others serve another region', [{}, { id: 'i-2', region: 'eu-west-1' }]],
])('the last one that serves is not taken out: %s', async (_why, told) => {
  const { outcome, audit, write } = await actOn(instances(...told))
  await expect(outcome).rejects.toMatchObject({ code: 'conflict', path: 'instance' })
  expect(write).not.toHaveBeenCalled()
  expect(await audit()).toEqual([])
})

test('letting one serve again is never refused for that', async () => {
  const { outcome } = await actOn(instances({ status: 'out-of-service' }), { to: 'in-service' })
  expect(await outcome).toEqual(SEEN)
})

test('an instance nobody lists, and a registry that takes no orders, are said in words', async () => {
  const { outcome } = await actOn(instances({}), { instance: 'i-9' })
  await expect(outcome).rejects.toMatchObject({ code: 'not_found', message: 'eureka lists no instance i-9 of api.' })
  const deaf = await actOn(instances({}, { id: 'i-2' }), {}, writer(null))
  await expect(deaf.outcome).rejects.toMatchObject({ code: 'conflict', path: 'source' })
})
