import { describe, expect, onTestFinished, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { buildHooks } from '#bff/build-silences.ts'
import { until } from '#bff/controls/child-fixture.ts'
import { findAlertmanager, startAlertmanager } from '#bff/sources/alertmanager/real-alertmanager-fixture.ts'
import { AlertmanagerSettings } from '#bff/sources/alertmanager/settings.ts'
import { createAlertmanagerSource } from '#bff/sources/alertmanager/source.ts'
import type { AlertReading } from '#bff/topology/facts.ts'
import { serverFixture } from '../services-fixture.ts'

const SECRET = 'hook-secret-of-the-tests-5f2c'
const signal = new AbortController().signal

/** Our own door, and a real Alertmanager that knocks there twice for each group: by bearer credentials and by address. */
async function setting() {
  const clock = { now: Date.now }
  const create = (url: string) => {
    const settings = AlertmanagerSettings.parse({ id: 'alerts', kind: 'alertmanager', url, hook: { secret: SECRET } })
    return createAlertmanagerSource({ id: 'alerts', settings, regions: ['us-east-1'], regionAliases: new Map(), clock })
  }
  const sources: ReturnType<typeof create>[] = []
  const sum = { accepted: 0, repeated: 0, ignored: 0 }
  let alerts: readonly AlertReading[] = []
  const app = await serverFixture({
    services: {
      hooks: {
        knows: (of) => hooks().knows(of),
        take(delivery) {
          const count = hooks().take(delivery)
          sum.accepted += count.accepted
          sum.repeated += count.repeated
          sum.ignored += count.ignored
          return count
        },
      },
    },
  })
  const hooks = () => buildHooks({ sources, accept: (_source, report) => (alerts = report.facts?.alerts ?? []) })
  onTestFinished(() => app.close())
  const address = `${await app.listen({ host: '127.0.0.1', port: 0 })}${ROUTES.alertmanagerHook('alerts')}`
  const server = await startAlertmanager({
    hooks: [{ url: address, secret: SECRET }, { url: `${address}/${SECRET}` }, { url: address, secret: 'another one' }],
  })
  if (server === undefined) throw new Error('it was there a moment ago')
  onTestFinished(() => server.dispose())
  const source = create(server.url)
  sources.push(source)
  return { server, source, sum, alerts: () => alerts }
}

describe.skipIf(findAlertmanager() === undefined)('a real Alertmanager', () => {
  test('delivers what fires and what has ended, and its list tells of the same alerts', async () => {
    const { server, source, sum, alerts } = await setting()
    const post = async (...posted: readonly object[]) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify(posted)
      expect((await fetch(`${server.url}/api/v2/alerts`, { method: 'POST', headers, body })).status).toBe(200)
    }
    const labels = { alertname: 'Errors', service: 'API-PROD', cluster: 'us-east-1', severity: 'critical' }
    const startsAt = new Date(Date.now() - 60_000).toISOString()
    await post({ labels, startsAt }, { labels: { ...labels, service: 'WEB-PROD' }, startsAt })
    await until('both were delivered in both ways', () => sum.accepted + sum.repeated >= 4)
    const firing = alerts()
    expect(firing.map(({ name, state, region, group }) => [name, state, region, group]).toSorted()).toEqual([
      ['API-PROD', 'firing', 'us-east-1', 'alertname="Errors", cluster="us-east-1"'],
      ['WEB-PROD', 'firing', 'us-east-1', 'alertname="Errors", cluster="us-east-1"'],
    ])
    expect(sum).toMatchObject({ accepted: 2, ignored: 0 })
    const polled = await source.poll({ signal })
    if (polled.kind === 'failed') throw new Error(polled.problem.message)
    const identity = ({ key, startedAt, group }: AlertReading) => [key, startedAt, group]
    expect(polled.report.facts?.alerts?.map(identity).toSorted()).toEqual(firing.map(identity).toSorted())

    const endsAt = new Date(Date.now() - 50).toISOString()
    await post({ labels, startsAt, endsAt })
    await until('its end was delivered', () => alerts().some(({ state }) => state === 'resolved'))
    const states = Object.fromEntries(alerts().map(({ name, state, endedAt }) => [name ?? '', [state, endedAt]]))
    expect(states).toEqual({ 'API-PROD': ['resolved', Date.parse(endsAt)], 'WEB-PROD': ['firing', NaN] })
  })
})
