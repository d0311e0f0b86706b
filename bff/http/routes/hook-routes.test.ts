import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { buildHooks } from '#bff/build-silences.ts'
import { AlertmanagerSettings } from '#bff/sources/alertmanager/settings.ts'
import { createAlertmanagerSource } from '#bff/sources/alertmanager/source.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { serverFixture } from '../services-fixture.ts'

const SECRET = 'hook-secret-of-the-tests-5f2c'
const START = Date.UTC(2026, 10, 22, 14)
const ADDRESS = ROUTES.alertmanagerHook('alerts')

function sourceOf(id: string, hook?: { secret: string }) {
  const url = 'http://127.0.0.1:9'
  const settings = AlertmanagerSettings.parse({
    id,
    kind: 'alertmanager',
    url,
    ...(hook === undefined ? {} : { hook }),
  })
  return createAlertmanagerSource({ id, settings, regions: [], regionAliases: new Map(), clock: { now: () => START } })
}

async function setting() {
  const reports: SourceReport[] = []
  const sources = [sourceOf('alerts', { secret: SECRET }), sourceOf('without')]
  const hooks = buildHooks({ sources, accept: (_source, report) => reports.push(report) })
  const app = await serverFixture({ services: { hooks }, actor: null })
  return { app, reports }
}

const alertOf = (key: string, status: 'firing' | 'resolved') => ({
  status,
  labels: { alertname: 'Errors', service: key },
  annotations: {},
  startsAt: '2026-11-22T13:59:00.123456789Z',
  endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-22T13:59:30Z',
  generatorURL: '',
  fingerprint: key,
})

const bodyOf = (...alerts: readonly object[]) => ({
  receiver: 'spillway',
  status: 'firing',
  alerts,
  groupLabels: { alertname: 'Errors' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://am',
  version: '4',
  groupKey: '{}:{alertname="Errors"}',
  truncatedAlerts: 0,
})

/** As Alertmanager sends it: by whatever name, and without a word of ours. */
const delivery = (payload: object, change: Partial<InjectOptions> = {}): InjectOptions => ({
  method: 'POST',
  url: ADDRESS,
  headers: {
    host: 'spillway.monitoring.svc:7700',
    'user-agent': 'Alertmanager/0.25.0',
    authorization: `Bearer ${SECRET}`,
  },
  payload,
  ...change,
})

const FROM_SCRIPT = { host: '127.0.0.1:7700', 'spillway-client': 'test' }
const NO_SECRET = { host: 'spillway.monitoring.svc:7700' }

describe('a delivery', () => {
  test.each<[string, Partial<InjectOptions>]>([
    ['by its bearer credentials', {}],
    ['by the last segment of its address', { url: `${ADDRESS}/${SECRET}`, headers: NO_SECRET }],
  ])('is taken %s, and again', async (_what, change) => {
    const { app, reports } = await setting()
    const mixed = bodyOf(alertOf('a', 'firing'), alertOf('b', 'resolved'), { status: 'firing' })
    const first = await app.inject(delivery(mixed, change))
    expect([first.statusCode, first.json()]).toEqual([200, { accepted: 2, repeated: 0, ignored: 1 }])
    expect((await app.inject(delivery(mixed, change))).json()).toEqual({ accepted: 0, repeated: 2, ignored: 1 })
    expect(reports.at(-1)?.facts?.alerts?.map(({ key, state }) => [key, state])).toEqual([
      ['a', 'firing'],
      ['b', 'resolved'],
    ])
  })

  test.each<[string, Partial<InjectOptions>]>([
    ['nothing', { headers: NO_SECRET }],
    ['another secret', { headers: { ...NO_SECRET, authorization: 'Bearer hook-secret-of-the-tests-5f2d' } }],
    ['another secret in the address', { url: `${ADDRESS}/x`, headers: NO_SECRET }],
    ['another scheme', { headers: { ...NO_SECRET, authorization: `Basic ${SECRET}` } }],
    ['the right secret for a source that has none', { url: ROUTES.alertmanagerHook('without') }],
    ['the right secret for a source that is not there', { url: ROUTES.alertmanagerHook('nobody') }],
    ['a body that is far too large', { headers: NO_SECRET, payload: { huge: 'x'.repeat(5 * 1024 ** 2) } }],
  ])('that shows %s is refused without a word that helps, unread', async (_what, change) => {
    const { app, reports } = await setting()
    const answer = await app.inject(delivery(bodyOf(alertOf('a', 'firing')), change))
    expect(answer.statusCode).toBe(401)
    const { requestId: _id, ...words } = answer.json<{ requestId: string }>()
    expect(words).toEqual({ code: 'not_authenticated', message: 'Refused.' })
    expect(reports).toEqual([])
  })

  test('that guesses on is answered ever more slowly; one that proves itself is not held up', async () => {
    const { app } = await setting()
    const wrong: number[] = []
    for (let sent = 0; sent < 40; sent += 1) {
      wrong.push((await app.inject(delivery({}, { headers: NO_SECRET }))).statusCode)
    }
    expect(new Set(wrong)).toEqual(new Set([401, 429]))
    // Whoever else sits at that address is not held up.
    const other = { method: 'POST', url: ROUTES.changes, headers: FROM_SCRIPT, payload: {} } as const
    expect((await app.inject(other)).statusCode).toBe(401)
    for (let sent = 0; sent < 300; sent += 1) {
      expect((await app.inject(delivery(bodyOf()))).statusCode).toBe(200)
    }
  })

  test('that is something else, or too large, is told so', async () => {
    const { app } = await setting()
    expect((await app.inject(delivery({ hello: 'world' }))).json()).toMatchObject({
      code: 'bad_request',
      path: 'body.version',
    })
    const huge = await app.inject(delivery({ huge: 'x'.repeat(5 * 1024 ** 2) }))
    expect([huge.statusCode, huge.json()]).toEqual([413, expect.objectContaining({ expected: 'at most 4096 KiB' })])
  })
})
