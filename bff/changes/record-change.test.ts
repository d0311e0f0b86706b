import { expect, test } from 'vitest'
import { createSetClock, openTestStore, START, testCtx } from '#bff/store/store-fixture.ts'
import { listChanges } from './list-changes.ts'
import { recordChange } from './record-change.ts'

async function setting() {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  return { clock, store, ctx: testCtx(store, clock) }
}

const DEPLOY = { kind: 'deploy', title: 'api v88 deployed' } as const

test('is written down with who, when and an id, and listed', async () => {
  const { ctx, store } = await setting()
  const change = await recordChange({
    ctx,
    input: { ...DEPLOY, regions: ['us-east-1'], services: ['api'], link: 'https://deploys.example/88' },
  })
  expect(change).toMatchObject({
    ...DEPLOY,
    startedAt: START,
    recordedAt: START,
    recordedBy: 'local-operator:ada',
    origin: 'api',
    regions: ['us-east-1'],
  })
  expect(await listChanges({ ctx, input: {} })).toEqual({ changes: [change] })
  const [row] = await store.audit.list({ limit: 10 })
  expect(row).toMatchObject({
    action: 'change.record',
    subject: change.id,
    actor: 'local-operator:ada',
    request_id: 'request-1',
  })
  expect(JSON.parse(row?.detail ?? '')).toMatchObject(DEPLOY)
})

test('sent again as it was, it is one change and leaves no second line in the audit', async () => {
  const { ctx, clock, store } = await setting()
  const input = { ...DEPLOY, origin: 'spinnaker', externalId: 'pipeline-7' }
  const first = await recordChange({ ctx, input })
  clock.set(START + 60_000)
  const answers = await Promise.all(Array.from({ length: 5 }, () => recordChange({ ctx, input })))
  for (const answer of answers) expect(answer).toEqual(first)
  expect((await listChanges({ ctx, input: {} })).changes).toHaveLength(1)
  expect(await store.verifyAudit()).toMatchObject({ intact: true, rows: 1 })
})

test('sent again with more, it is amended; what is left out the second time stays', async () => {
  const { ctx, clock, store } = await setting()
  const pair = { origin: 'spinnaker', externalId: 'pipeline-7' }
  const first = await recordChange({ ctx, input: { ...DEPLOY, ...pair, regions: ['us-east-1'], author: 'bob' } })
  clock.set(START + 60_000)
  const done = { ...DEPLOY, ...pair, title: 'api v88 is out', endedAt: START + 50_000 }
  const second = await recordChange({ ctx, input: done })
  expect(second).toEqual({ ...first, title: 'api v88 is out', endedAt: START + 50_000 })
  expect((await listChanges({ ctx, input: { region: 'eu-west-1' } })).changes).toEqual([])
  expect((await store.audit.list({ limit: 10 })).map(({ action }) => action)).toEqual(['change.amend', 'change.record'])
})

test('the same external id of another origin is another change', async () => {
  const { ctx } = await setting()
  for (const origin of ['a', 'b']) await recordChange({ ctx, input: { ...DEPLOY, origin, externalId: '1' } })
  expect((await listChanges({ ctx, input: {} })).changes).toHaveLength(2)
})

test('told only after its end, it begins no later than it ended', async () => {
  const { ctx } = await setting()
  const change = await recordChange({ ctx, input: { ...DEPLOY, endedAt: START - 5_000 } })
  expect(change).toMatchObject({ startedAt: START - 5_000, endedAt: START - 5_000 })
})

test.each([
  [{ ...DEPLOY, title: '' }, 'title'],
  [{ ...DEPLOY, title: 'a\u0000b' }, 'title'],
  [{ ...DEPLOY, regions: ['Not A Slug'] }, 'regions[0]'],
  [{ ...DEPLOY, link: 'javascript:alert(1)' }, 'link'],
  [{ ...DEPLOY, startedAt: START, endedAt: START - 1 }, 'endedAt'],
])('%j is refused and leaves nothing behind', async (input, path) => {
  const { ctx, store } = await setting()
  await expect(recordChange({ ctx, input })).rejects.toMatchObject({ code: 'bad_request', path })
  expect((await listChanges({ ctx, input: {} })).changes).toEqual([])
  expect(await store.verifyAudit()).toMatchObject({ rows: 0 })
})

test('a list is asked for as an address says it, in text', async () => {
  const { ctx } = await setting()
  await recordChange({ ctx, input: { ...DEPLOY, startedAt: START - 10 } })
  const input = { from: `${START - 10}`, to: `${START}`, limit: '1' }
  expect((await listChanges({ ctx, input })).changes).toHaveLength(1)
  await expect(listChanges({ ctx, input: { limit: 0 } })).rejects.toMatchObject({ code: 'bad_request', path: 'limit' })
})
