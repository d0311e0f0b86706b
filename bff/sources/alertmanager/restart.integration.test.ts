import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '#bff/controls/child-fixture.ts'
import { findAlertmanager, startAlertmanager } from './real-alertmanager-fixture.ts'
import { AlertmanagerSettings } from './settings.ts'
import { createAlertmanagerSource } from './source.ts'

const signal = new AbortController().signal

describe.skipIf(findAlertmanager() === undefined)('a real Alertmanager that restarts', () => {
  test('has forgotten its alerts, not its silences; and what it has forgotten has not ended', async () => {
    const server = await startAlertmanager({})
    if (server === undefined) throw new Error('it was there a moment ago')
    onTestFinished(() => server.dispose())
    const settings = AlertmanagerSettings.parse({ id: 'alerts', kind: 'alertmanager', url: server.url })
    const clock = { now: Date.now }
    const source = createAlertmanagerSource({ id: 'alerts', settings, regions: [], regionAliases: new Map(), clock })
    const poll = async () => {
      const outcome = await source.poll({ signal })
      if (outcome.kind === 'failed') return outcome.problem.message
      const { facts, problems } = outcome.report
      return { alerts: facts?.alerts ?? [], problems: problems.map(({ message }) => message) }
    }
    const post = () =>
      fetch(`${server.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ labels: { alertname: 'Errors', service: 'API' } }]),
      })
    await post()
    await until('it is listed', async () => {
      const told = await poll()
      return typeof told === 'object' && told.alerts.length === 1
    })
    const silence = {
      matchers: [{ name: 'service', value: 'API', isRegex: false, isEqual: true }],
      startsAt: null,
      endsAt: Date.now() + 3_600_000,
      createdBy: 'ada',
      comment: 'known',
    }
    expect(await source.silencer.put({ silence, signal })).toMatchObject({ kind: 'done' })

    await server.stop()
    expect(await poll()).toMatch(/refuses connections; is Alertmanager running there/)
    await server.start()
    const after = await poll()
    expect(after).toMatchObject({
      alerts: [{ name: 'API', endedAt: NaN }],
      problems: [expect.stringMatching(/has restarted and was not told again of 1 alert/)],
    })
    expect((await source.silencer.list({ signal })).silences).toMatchObject([{ comment: 'known', state: 'active' }])
    await post()
    await until('it is listed again, and silent', async () => {
      const told = await poll()
      return typeof told === 'object' && told.problems.length === 0 && told.alerts[0]?.state === 'suppressed'
    })
  })
})
