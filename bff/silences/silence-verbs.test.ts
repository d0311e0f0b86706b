import { describe, expect, test } from 'vitest'
import type { Silence } from '#contract/services/silence.ts'
import type { AlertSilencer, PreviewAnswer, SilenceOrder, SilencerAnswer } from '#bff/sources/alert-silencer.ts'
import { createSetClock, openTestStore, START, testCtx } from '#bff/store/store-fixture.ts'
import { expireSilence } from './expire-silence.ts'
import { listSilences } from './list-silences.ts'
import { previewSilence } from './preview-silence.ts'
import { putSilence } from './put-silence.ts'

const HOUR_MS = 3_600_000
const silenceOf = (change: Partial<Silence> = {}): Silence => ({
  source: 'alerts',
  id: 's1',
  matchers: [{ name: 'service', value: 'API', isRegex: false, isEqual: true }],
  state: 'active',
  startsAt: START,
  endsAt: START + HOUR_MS,
  updatedAt: START,
  createdBy: 'local-operator:ada',
  comment: 'known',
  link: null,
  ...change,
})

async function setting(answer: SilencerAnswer = { kind: 'done', id: 's1', silence: silenceOf() }) {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  const ctx = testCtx(store, clock)
  const orders: (SilenceOrder | string)[] = []
  const silencer: AlertSilencer = {
    source: 'alerts',
    list: async () => ({ silences: [silenceOf()], readAt: START, problem: null }),
    async put({ silence }) {
      orders.push(silence)
      return answer
    },
    async expire({ id }) {
      orders.push(id)
      return answer
    },
    preview: async (): Promise<PreviewAnswer> => ({ kind: 'told', preview: { alerts: [], count: 0, of: 7 } }),
  }
  const audited = async () => (await store.audit.list({ limit: 10 })).map(({ action, subject }) => [action, subject])
  return { ctx, store, orders, silencer, silencers: [silencer], audited }
}

const WISH = {
  source: 'alerts',
  matchers: [{ name: 'service', value: 'API', isRegex: false, isEqual: true }],
  endsAt: START + HOUR_MS,
  comment: ' a deploy is known to do this ',
}

describe('a silence', () => {
  test('is made in the name of whoever asks, on record before and after', async () => {
    const { ctx, silencers, orders, audited } = await setting()
    expect(await putSilence({ ctx, silencers, input: WISH })).toEqual({
      outcome: 'seen',
      silence: silenceOf(),
      message: 'Silent until 2026-11-22T15:00:00.000Z, as alerts says.',
    })
    expect(orders).toEqual([
      {
        id: undefined,
        matchers: WISH.matchers,
        startsAt: null,
        endsAt: WISH.endsAt,
        createdBy: 'local-operator:ada',
        comment: 'a deploy is known to do this',
      },
    ])
    expect(await audited()).toEqual([
      ['silence.put-settled', 'alerts/s1'],
      ['silence.put', 'alerts'],
    ])
  })

  test('is ended, and that is read back', async () => {
    const ended = silenceOf({ state: 'expired' })
    const { ctx, silencers, audited } = await setting({ kind: 'done', id: 's1', silence: ended })
    const input = { source: 'alerts', id: 's1' }
    expect(await expireSilence({ ctx, silencers, input })).toMatchObject({ outcome: 'seen', silence: ended })
    expect(await audited()).toEqual([
      ['silence.expire-settled', 'alerts/s1'],
      ['silence.expire', 'alerts/s1'],
    ])
  })
})

test.each<[string, SilencerAnswer, object]>([
  ['not shown', { kind: 'done', id: 's1', silence: null }, { outcome: 'accepted-not-seen', silence: null }],
  [
    'shown as ended',
    { kind: 'done', id: 's1', silence: silenceOf({ state: 'expired' }) },
    { outcome: 'accepted-not-seen' },
  ],
  ['never answered', { kind: 'unknown', why: 'No answer.' }, { outcome: 'unknown', silence: null }],
])('%s is no silence yet', async (_what, answer, expected) => {
  const { ctx, silencers, audited } = await setting(answer)
  expect(await putSilence({ ctx, silencers, input: WISH })).toMatchObject(expected)
  expect(await audited()).toHaveLength(2)
})

test.each<[SilencerAnswer, string]>([
  [{ kind: 'refused', why: 'Its matchers fit everything.', isInput: true }, 'bad_request'],
  [{ kind: 'refused', why: 'It refuses connections.', isInput: false }, 'unavailable'],
  [{ kind: 'absent', why: 'No such silence.' }, 'not_found'],
])('%j is a failure, and on record', async (answer, code) => {
  const { ctx, silencers, store } = await setting(answer)
  const put = putSilence({ ctx, silencers, input: { ...WISH, id: 's1' } })
  await expect(put).rejects.toMatchObject({ code, message: 'why' in answer ? answer.why : '' })
  const [settled] = await store.audit.list({ limit: 1 })
  expect(JSON.parse(settled?.detail ?? '')).toMatchObject({ outcome: answer.kind })
})

test.each<[string, object, string]>([
  ['an end in the past', { endsAt: START - 1 }, 'endsAt'],
  ['an end before it begins', { startsAt: START + 2 * HOUR_MS }, 'endsAt'],
  ['months', { endsAt: START + 90 * 24 * HOUR_MS }, 'endsAt'],
  ['no reason', { comment: '  ' }, 'comment'],
  ['no matchers', { matchers: [] }, 'matchers'],
  ['an unknown system', { source: 'pager' }, 'source'],
])('%s: refused before anybody is told', async (_what, change, path) => {
  const { ctx, silencers, orders, audited } = await setting()
  const put = putSilence({ ctx, silencers, input: { ...WISH, ...change } })
  await expect(put).rejects.toMatchObject({ path })
  expect([orders, await audited()]).toEqual([[], []])
})

test('who only looks cannot, but may see what it would cover', async () => {
  const { ctx: engineer, silencers, orders } = await setting()
  const ctx = { ...engineer, actor: { kind: 'local-operator', name: 'vic', roles: ['viewer'] } as const }
  await expect(putSilence({ ctx, silencers, input: WISH })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(expireSilence({ ctx, silencers, input: { source: 'alerts', id: 's1' } })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(orders).toEqual([])
  const { source, matchers } = WISH
  expect(await previewSilence({ ctx, silencers, input: { source, matchers } })).toMatchObject({ of: 7 })
})

test('what cannot be written down does not happen', async () => {
  const { ctx, silencers, store, orders } = await setting()
  const broken: typeof store.transaction = () => Promise.reject(new Error('the disk is full'))
  const put = putSilence({ ctx: { ...ctx, store: { ...store, transaction: broken } }, silencers, input: WISH })
  await expect(put).rejects.toThrow('the disk is full')
  expect(orders).toEqual([])
})

test('the list: what burns soonest first, and each system with its age', async () => {
  const { silencer, silencers } = await setting()
  const other: AlertSilencer = {
    ...silencer,
    source: 'other',
    list: async () => ({
      silences: [
        silenceOf({ id: 'old', state: 'expired', endsAt: 1 }),
        silenceOf({ id: 'recent', state: 'expired', endsAt: 2 }),
        silenceOf({ id: 'later', state: 'pending', startsAt: START + 2 }),
        silenceOf({ id: 'soon', state: 'pending', startsAt: START + 1 }),
        silenceOf({ id: 'shorter', endsAt: START + 1 }),
      ],
      readAt: START - HOUR_MS,
      problem: 'It refuses connections.',
    }),
  }
  const { silences, sources } = await listSilences({ silencers: [...silencers, other] })
  expect(silences.map(({ id }) => id)).toEqual(['shorter', 's1', 'soon', 'later', 'recent', 'old'])
  expect(sources).toEqual([
    { source: 'alerts', readAt: START, problem: null },
    { source: 'other', readAt: START - HOUR_MS, problem: 'It refuses connections.' },
  ])
})
