import { expect, test } from 'vitest'
import { Failure } from '#bff/failure.ts'
import { recordNumbered } from './numbered-entry-fixture.ts'
import { createSetClock, openTestStore, START, testCtx } from './store-fixture.ts'
import { createEffectIdempotency, withIdempotency, type CommandResponse } from './with-idempotency.ts'

async function commands() {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  const ctx = testCtx(store, clock)
  let runs = 0
  const send = (given: Partial<Parameters<typeof withIdempotency>[0]> = {}): Promise<CommandResponse> =>
    withIdempotency({
      ctx,
      key: 'key-1',
      route: 'POST /things',
      body: { a: 1, b: 2 },
      run: async ({ store: tx }) => {
        runs += 1
        await recordNumbered(tx, runs)
        return { status: 201, body: { run: runs } }
      },
      ...given,
    })
  return { clock, store, ctx, send, runs: () => runs }
}

test('the same key and body is done once and answered alike, whatever the order of members', async () => {
  const { send, runs, store } = await commands()
  const first = await send()
  expect(first).toEqual({ status: 201, body: { run: 1 } })
  expect(await send({ body: { b: 2, a: 1 } })).toEqual(first)
  expect(runs()).toBe(1)
  expect(await store.verifyAudit()).toMatchObject({ rows: 1 })
})

test('sent many times at once, it is done once', async () => {
  const { send, runs } = await commands()
  const answers = await Promise.all(Array.from({ length: 20 }, () => send()))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(runs()).toBe(1)
})

test('the same key with another body is a conflict', async () => {
  const { send, runs } = await commands()
  await send()
  await expect(send({ body: { a: 1, b: 3 } })).rejects.toMatchObject({ code: 'conflict', path: 'Idempotency-Key' })
  expect(runs()).toBe(1)
})

test('other keys, routes and actors are other commands; no key is always a new one', async () => {
  const { send, ctx } = await commands()
  const bob = { kind: 'local-operator', name: 'bob', roles: [] } as const
  for (const given of [{}, { key: 'key-2' }, { route: 'PUT /things' }, { ctx: { ...ctx, actor: bob } }])
    await send(given)
  await send({ key: null })
  expect(await send({ key: null })).toEqual({ status: 201, body: { run: 6 } })
})

test('what failed left nothing behind and may be tried again', async () => {
  const { send, runs, store } = await commands()
  const failing = send({
    run: async ({ store: tx }) => {
      await recordNumbered(tx, 99)
      throw new Failure({ code: 'conflict', message: 'not now' })
    },
  })
  await expect(failing).rejects.toThrow('not now')
  expect(await store.positions.get('view-99')).toBeUndefined()
  await send()
  expect(runs()).toBe(1)
})

test('after a day the key is forgotten', async () => {
  const { send, runs, clock } = await commands()
  await send()
  clock.set(START + 24 * 3_600_000)
  await send()
  expect(runs()).toBe(1)
  clock.set(START + 24 * 3_600_000 + 1)
  await send()
  expect(runs()).toBe(2)
})

test.each(['', 'with space', 'ü', 'a\u0000', 'x'.repeat(201)])('the key %j is refused', async (key) => {
  const { send } = await commands()
  await expect(send({ key })).rejects.toMatchObject({ code: 'bad_request' })
})

test('a command that acts outside is done once as well, and holds up nobody meanwhile', async () => {
  const { ctx, store } = await commands()
  const once = createEffectIdempotency()
  const effects: string[] = []
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const send = (body: string, run = async () => ({ status: 200, body })) =>
    once({
      ctx,
      key: 'key-1',
      route: 'POST /silences',
      body: { body },
      async run() {
        effects.push(body)
        await gate
        return run()
      },
    })
  const both = [send('a'), send('a')]
  await expect(send('b')).rejects.toMatchObject({ code: 'conflict' })
  // The store is free while others are waited for.
  await store.transaction((tx) => recordNumbered(tx, 1))
  letGo()
  expect(await Promise.all(both)).toEqual([
    { status: 200, body: 'a' },
    { status: 200, body: 'a' },
  ])
  expect(await send('a')).toEqual({ status: 200, body: 'a' })
  await expect(send('b')).rejects.toMatchObject({ code: 'conflict' })
  expect(effects).toEqual(['a'])
  // Another process has its memory from the store.
  expect(
    await createEffectIdempotency()({ ctx, key: 'key-1', route: 'POST /silences', body: { body: 'a' }, run: never }),
  ).toEqual({
    status: 200,
    body: 'a',
  })
})

test('one that failed outside may be tried again', async () => {
  const { ctx } = await commands()
  const once = createEffectIdempotency()
  let runs = 0
  const send = () =>
    once({
      ctx,
      key: 'key-1',
      route: 'POST /silences',
      body: {},
      run: async () => {
        runs += 1
        if (runs === 1) throw new Failure({ code: 'unavailable', message: 'not now' })
        return { status: 200, body: runs }
      },
    })
  await expect(send()).rejects.toThrow('not now')
  expect(await send()).toEqual({ status: 200, body: 2 })
})

async function never(): Promise<CommandResponse> {
  throw new Error('it was done twice')
}
