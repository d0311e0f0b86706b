import { describe, expect, test } from 'vitest'
import { createSetClock, openTestStore, START, testCtx } from '#bff/store/store-fixture.ts'
import { getPositions } from './get-positions.ts'
import { putPositions } from './put-positions.ts'
import { revisionOf } from './revision-of.ts'

async function setting() {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  return { clock, store, ctx: testCtx(store, clock) }
}

const API = { node: 'us-east-1/api', x: 1.5, y: -2 }

test('a view nobody has touched has no nodes and no time', async () => {
  const { ctx } = await setting()
  expect(await getPositions({ ctx, view: 'world' })).toEqual({
    view: 'world',
    updatedAt: null,
    revision: revisionOf([]),
    nodes: [],
  })
})

test('what is put is what is got, replaces what was, and is in the audit', async () => {
  const { ctx, clock, store } = await setting()
  await putPositions({ ctx, view: 'us-east-1', input: { nodes: [API, { ...API, node: 'us-east-1/edge' }] } })
  clock.set(START + 1)
  const put = await putPositions({ ctx, view: 'us-east-1', input: { nodes: [API] } })
  expect(put).toEqual({ view: 'us-east-1', updatedAt: START + 1, revision: revisionOf([API]), nodes: [API] })
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

describe('places that were made from others', () => {
  test('are refused, and change nothing', async () => {
    const { ctx, store } = await setting()
    const { revision } = await getPositions({ ctx, view: 'world' })
    const first = await putPositions({ ctx, view: 'world', input: { nodes: [API], revision } })
    const late = putPositions({ ctx, view: 'world', input: { nodes: [{ ...API, x: 9 }], revision } })
    await expect(late).rejects.toMatchObject({ code: 'conflict', path: 'revision', expected: first.revision })
    expect(await getPositions({ ctx, view: 'world' })).toEqual(first)
    expect(await store.audit.list({ limit: 10 })).toHaveLength(1)
    await putPositions({ ctx, view: 'world', input: { nodes: [{ ...API, x: 9 }], revision: first.revision } })
    expect((await getPositions({ ctx, view: 'world' })).nodes).toEqual([{ ...API, x: 9 }])
  })

  test('of many who save in the same millisecond none is lost, when those who are refused read and move again', async () => {
    const { ctx } = await setting()
    let refusals = 0
    const save = async (node: string): Promise<void> => {
      const { nodes, revision } = await getPositions({ ctx, view: 'world' })
      try {
        await putPositions({ ctx, view: 'world', input: { nodes: [...nodes, { node, x: 1, y: 2 }], revision } })
      } catch (error) {
        expect(error).toMatchObject({ code: 'conflict' })
        refusals += 1
        await save(node)
      }
    }
    const writers = Array.from({ length: 12 }, (_, index) => `us-east-1/s${index}`)
    await Promise.all(writers.map(save))
    const { nodes } = await getPositions({ ctx, view: 'world' })
    expect(nodes.map(({ node }) => node).toSorted()).toEqual(writers.toSorted())
    // They did race: without the precondition all but one would be gone.
    expect(refusals).toBeGreaterThan(0)
  })
})
