import { describe, expect, test } from 'vitest'
import type { PutSilence } from '#contract/services/silence.ts'
import { ROUTES } from '#contract/routes.ts'
import { SILENCE, silenceServicesFixture } from '../silence-services-fixture.ts'
import { serverFixture } from '../services-fixture.ts'

const headers = { host: '127.0.0.1:7700', 'spillway-client': 'test' }
const { source, matchers, comment } = SILENCE

describe('silences', () => {
  test('are listed, made, previewed and ended', async () => {
    const asked: unknown[] = []
    const { silences } = silenceServicesFixture()
    const app = await serverFixture({
      services: {
        silences: {
          ...silences,
          put: async ({ input }) => {
            asked.push(input)
            return silences.put({ ctx: Object.create(null), input })
          },
          expire: async ({ input }) => {
            asked.push(input)
            return { outcome: 'unknown', silence: null, message: 'Nobody can tell.' }
          },
        },
      },
    })
    const list = await app.inject({ url: ROUTES.silences, headers })
    expect(list.json()).toMatchObject({ silences: [{ id: SILENCE.id }], sources: [{ source, problem: null }] })
    const payload: PutSilence = {
      source,
      matchers: [{ name: 'service', value: 'API', isRegex: false, isEqual: true }],
      endsAt: SILENCE.endsAt,
      comment,
    }
    const made = await app.inject({ method: 'POST', url: ROUTES.silences, headers, payload })
    expect([made.statusCode, made.json()]).toMatchObject([200, { outcome: 'seen', silence: SILENCE }])
    const preview = await app.inject({
      method: 'POST',
      url: ROUTES.previewSilence,
      headers,
      payload: { source, matchers },
    })
    expect(preview.json()).toEqual({ alerts: [], count: 0, of: 3 })
    const ended = await app.inject({ method: 'DELETE', url: `${ROUTES.silence('a/b')}?source=alerts`, headers })
    expect(ended.json()).toMatchObject({ outcome: 'unknown' })
    expect(asked).toEqual([payload, { source: 'alerts', id: 'a/b' }])
  })

  test('one key makes one, beside the store: no transaction waits for another system', async () => {
    const ways: string[] = []
    const app = await serverFixture({
      services: {
        once: async () => {
          throw new Error('a transaction would wait')
        },
        onceOutside: ({ ctx, key, run }) => {
          ways.push(`${key}`)
          return run(ctx)
        },
      },
    })
    const payload = { source, matchers, endsAt: SILENCE.endsAt, comment }
    const keyed = { ...headers, 'idempotency-key': 'key-1' }
    const answer = await app.inject({ method: 'POST', url: ROUTES.silences, headers: keyed, payload })
    expect([answer.statusCode, ways]).toEqual([200, ['key-1']])
  })

  test.each([
    ['no source', { matchers, endsAt: 1, comment }, 'body.source'],
    ['a long comment', { source, matchers, endsAt: 1, comment: 'x'.repeat(501) }, 'body.comment'],
    ['a maker of its own choice', { source, matchers, endsAt: 1, comment, createdBy: 'somebody else' }, 'body.'],
  ])('%s is refused', async (_what, payload, path) => {
    const app = await serverFixture()
    const answer = await app.inject({ method: 'POST', url: ROUTES.silences, headers, payload })
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { path }])
  })
})
