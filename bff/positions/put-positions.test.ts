import { expect, test } from 'vitest'
import { createSetClock, openTestStore, START, testCtx } from '#bff/store/store-fixture.ts'
import { getPositions } from './get-positions.ts'
import { putPositions } from './put-positions.ts'

async function setting() {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  return { clock, store, ctx: testCtx(store, clock) }
}

const API = { node: 'us-east-1/api', x: 1.5, y: -2 }

test('a view nobody has touched has no nodes and no time', async () => {
  const { ctx } = await setting()
  expect(await getPositions({ ctx, view: 'world' })).toEqual({ view: 'world', updatedAt: null, nodes: [] })
})

test('what is put is what is got, replaces what was, and is in the audit', async () => {
  const { ctx, clock, store } = await setting()
  await putPositions({ ctx, view: 'us-east-1', input: { nodes: [API, { ...API, node: 'us-east-1/edge' }] } })
  clock.set(START + 1)
  const put = await putPositions({ ctx, view: 'us-east-1', input: { nodes: [API] } })
  expect(put).toEqual({ view: 'us-east-1', updatedAt: START + 1, nodes: [API] })
  expect(await getPositions({ ctx, view: 'us-east-1' })).toEqual(put)
  expect((await getPositions({ ctx, view: 'world' })).nodes).toEqual([])
  const [row] = await store.audit.list({ limit: 1 })
  expect(row).toMatchObject({ action: 'positions.put', subject: 'us-east-1', detail: '{"nodes":1}' })
})

test.each([
  ['World', [API], undefined],
  ['world', [API, API], 'nodes[1].node'],
  ['world', [{ ...API, node: 'a\u0000b' }], 'nodes[0].node'],
  ['world', [{ ...API, x: Infinity }], 'nodes[0].x'],
])('%s with %j is refused', async (view, nodes, path) => {
  const { ctx, store } = await setting()
  await expect(putPositions({ ctx, view, input: { nodes } })).rejects.toMatchObject({ code: 'bad_request', path })
  expect(await store.verifyAudit()).toMatchObject({ rows: 0 })
})
