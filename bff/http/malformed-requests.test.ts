import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Role } from '#contract/permissions.ts'
import type { Actor } from '#contract/access.ts'
import { accessFixture, LOCAL_HOST } from './access-fixture.ts'

/**
 * Malformed requests to every route there is, from somebody who may do everything, so that each gets as far as it can:
 * bodies of every JSON, near misses of what a route wants, broken text, deep and poisoned objects, odd types and
 * parameters. None may be answered by 5xx but the honest 503 of what is not there yet.
 */
const REQUESTS = 5_000
const EVERYTHING: Actor = {
  kind: 'person',
  name: 'Ben',
  personId: 'local:ben',
  sessionId: null,
  roles: Role.options,
  stepUpAt: Date.UTC(2026, 10, 22, 14, 0, 0),
}

const POISON = [
  '{"__proto__":{"roles":["admin"]}}',
  '{"constructor":{"prototype":{"x":1}}}',
  `${'['.repeat(1_000)}${']'.repeat(1_000)}`,
  `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`,
  '{"name":"a\\u0000b","roles":["viewer"]}',
  '{"roles":["viewer","viewer","viewer","viewer","viewer","viewer"]}',
  '{"link":null}',
  '{"code":123456}',
  '{"code":"１２３４５６"}',
  '{"returnTo":"//evil.example","purpose":"sign-in"}',
  '{"days":1e309,"name":"x","roles":["viewer"]}',
  '{"a":1',
  '\u0000',
  '"\\ud800"',
  '',
  'null',
  '[]',
  'x'.repeat(300_000),
]
const FIELDS = [
  'name',
  'roles',
  'days',
  'link',
  'code',
  'login',
  'kind',
  'title',
  'nodes',
  'blocked',
  'purpose',
  'returnTo',
  'startedAt',
  'scope',
  'version',
  'typedRegion',
  'planHash',
  'override',
  'reason',
  'windows',
  'regions',
]

const body = fc.oneof(
  fc.constantFrom(...POISON),
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 2 })).map((value) => JSON.stringify(value)),
)
const part = fc.oneof(
  fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(wellFormed(text))),
  fc.constantFrom(
    '%00',
    '%',
    '%ff',
    '..',
    '..%2f..%2f',
    'local%3Aben',
    '01JD7000000000000000000000',
    'x'.repeat(400),
    "'%20or%201=1",
    '%0d%0aSet-Cookie:a=b',
    '__proto__',
  ),
)
const type = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/xml',
  'multipart/form-data',
  '',
)
const search = fc.oneof(
  fc.constant(''),
  fc
    .tuple(fc.constantFrom('region', 'from', 'to', 'limit', 'at', 'stepMs', 'service', 'code', 'state', 'zzz'), part)
    .map(([key, value]) => `?${key}=${value}&${key}=${value}`),
)

test(`${REQUESTS} malformed requests`, async () => {
  const { app, faults } = await accessFixture({
    authenticate: () => EVERYTHING,
    // The limits would answer for what is behind them.
    clock: {
      now: (
        (at) => () =>
          (at += 1_000)
      )(Date.UTC(2026, 10, 22, 14, 0, 0)),
    },
  })
  const routes = app.policies.filter(({ method }) => method !== 'OPTIONS')
  const answered = new Map<number, number>()
  const request = fc.record({ route: fc.constantFrom(...routes), body, part, type, search })
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const url = `${asked.route.url.replaceAll(/:[a-z]+/gi, asked.part).replaceAll('*', asked.part)}${asked.search}`
      const isUnsafe = !['GET', 'HEAD'].includes(asked.route.method)
      const answer = await app.inject({
        method: asked.route.method === 'HEAD' ? 'HEAD' : methodOf(asked.route.method),
        url,
        headers: {
          ...LOCAL_HOST,
          origin: 'http://127.0.0.1:7700',
          ...(asked.type === '' ? {} : { 'content-type': asked.type }),
        },
        ...(isUnsafe ? { payload: asked.body } : {}),
      })
      answered.set(answer.statusCode, (answered.get(answer.statusCode) ?? 0) + 1)
      const isHonest = answer.statusCode === 503 && (answer.body === '' || answer.body.includes('unavailable'))
      expect(answer.statusCode < 500 || isHonest, answer.body).toBe(true)
      expect(answer.body).not.toMatch(/node_modules|SQLITE|select |\.ts:/)
    }),
    { numRuns: REQUESTS },
  )
  expect(faults).toEqual([])
  expect([...answered.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS)
  expect(answered.get(400) ?? 0).toBeGreaterThan(REQUESTS / 5)
}, 300_000)

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const

function methodOf(text: string): (typeof METHODS)[number] {
  return METHODS.find((known) => known === text) ?? 'GET'
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed()
}
