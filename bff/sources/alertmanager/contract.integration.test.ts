import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#bff/controls/child-fixture.ts'
import type { AlertReading } from '#bff/topology/facts.ts'
import { fingerprintOf } from '#mocks/upstreams/alertmanager/fingerprint-of.ts'
import type { SilenceOrder } from '../alert-silencer.ts'
import { startFakeAlertmanager } from './fake-alertmanager-fixture.ts'
import { findAlertmanager, RECEIVER, startAlertmanager } from './real-alertmanager-fixture.ts'
import { AlertmanagerSettings, type AlertmanagerSettingsInput } from './settings.ts'
import { createAlertmanagerSource } from './source.ts'

/** The same words of the fake and of the real one; each test has a service of its own, for they share the server. */
const KINDS = [
  { kind: 'the simulated Alertmanager', start: () => startFakeAlertmanager() },
  { kind: 'a real Alertmanager', start: () => startAlertmanager({}) },
]
const clock = { now: Date.now }
const signal = new AbortController().signal
const HOUR_MS = 3_600_000
const NOWHERE = '9f0a5b52-6d47-4c1c-8f0a-000000000000'

describe.each(KINDS)('$kind', ({ kind, start }) => {
  let server: Awaited<ReturnType<typeof start>>
  const isAbsent = kind.includes('real') && findAlertmanager() === undefined

  beforeAll(async () => {
    if (!isAbsent) server = await start()
  })
  afterAll(() => server?.dispose())

  function sourceOf(change: Partial<AlertmanagerSettingsInput> = {}) {
    const settings = AlertmanagerSettings.parse({ id: 'alerts', kind: 'alertmanager', url: server?.url, ...change })
    const regionAliases = new Map([['prod-use1', 'us-east-1']])
    return createAlertmanagerSource({
      id: 'alerts',
      settings,
      regions: ['us-east-1', 'eu-west-1'],
      regionAliases,
      clock,
    })
  }

  async function post(...alerts: readonly object[]): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${server?.url}/api/v2/alerts`, {
      method: 'POST',
      headers,
      body: JSON.stringify(alerts),
    })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  }

  /** Alerts are taken in beside the answer to whoever posts them. */
  async function readingsOf(
    service: string,
    isThere: (readings: AlertReading[]) => boolean,
    source = sourceOf(),
  ): Promise<AlertReading[]> {
    let readings: AlertReading[] = []
    await until(`${service} is told of as expected`, async () => {
      const outcome = await source.poll({ signal })
      if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
      readings = (outcome.report.facts?.alerts ?? []).filter(({ name }) => name === service)
      return isThere(readings)
    })
    return readings
  }

  const one = (service: string, severity = 'critical') => ({
    alertname: 'HighErrors',
    service,
    cluster: 'prod-use1',
    severity,
  })

  test.skipIf(isAbsent)('tells what burns, and what keeps it from being told', async () => {
    const labels = one('API-PROD')
    const annotations = { summary: 'Errors\n are high', runbook_url: 'https://runbooks.example.com/errors' }
    await post(
      {
        labels,
        annotations,
        generatorURL: 'http://prometheus:9090/graph?g0.expr=errors',
        startsAt: '2026-01-02T03:04:05.678912Z',
      },
      { labels: one('API-PROD', 'warning'), generatorURL: 'javascript:alert(1)' },
    )
    const readings = await readingsOf('API-PROD', (all) => all.some(({ inhibitedBy }) => inhibitedBy.length > 0))
    expect(readings.find(({ severity }) => severity === 'critical')).toMatchObject({
      key: fingerprintOf(labels),
      title: 'HighErrors',
      state: 'firing',
      region: 'us-east-1',
      summary: 'Errors are high',
      labels,
      startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      endedAt: NaN,
      silencedBy: [],
      group: 'alertname="HighErrors", cluster="prod-use1"',
      receivers: [RECEIVER],
      link: 'http://prometheus:9090/graph?g0.expr=errors',
      runbook: 'https://runbooks.example.com/errors',
    })
    expect(readings.find(({ severity }) => severity === 'warning')).toMatchObject({
      state: 'suppressed',
      inhibitedBy: [fingerprintOf(labels)],
      link: expect.stringContaining('/#/alerts?silenced=true'),
      runbook: null,
    })
  })

  test.skipIf(isAbsent)('tells that it has ended, once it is not listed any more', async () => {
    const source = sourceOf()
    await post({ labels: one('ended') })
    await readingsOf('ended', ([reading]) => reading?.state === 'firing', source)
    await post({ labels: one('ended'), endsAt: new Date(Date.now() - 10).toISOString() })
    const [reading] = await readingsOf('ended', ([first]) => first?.state === 'resolved', source)
    expect(Date.now() - (reading?.endedAt ?? NaN)).toBeLessThan(60_000)
  })

  test.skipIf(isAbsent)('of some receivers alone, by their whole names', async () => {
    await post({ labels: one('routed') })
    await readingsOf('routed', (all) => all.length === 1)
    expect(await readingsOf('routed', () => true, sourceOf({ receivers: ['on', 'n.*y'] }))).toEqual([])
    expect(await readingsOf('routed', () => true, sourceOf({ receivers: ['nobody', RECEIVER] }))).toHaveLength(1)
  })

  const orderOf = (service: string, change: Partial<SilenceOrder> = {}): SilenceOrder => ({
    matchers: [{ name: 'service', value: service, isRegex: false, isEqual: true }],
    startsAt: null,
    endsAt: Date.now() + HOUR_MS,
    createdBy: 'person:Ada <local:ada>',
    comment: 'a deploy is known to do this',
    ...change,
  })

  test.skipIf(isAbsent)('a silence is made, changed and ended, and each is read back', async () => {
    const { silencer } = sourceOf()
    await post({ labels: one('loud') })
    await readingsOf('loud', ([reading]) => reading?.state === 'firing')
    const made = await silencer.put({ silence: orderOf('loud'), signal })
    if (made.kind !== 'done') throw new Error(made.why)
    expect(made.silence).toMatchObject({ id: made.id, state: 'active', createdBy: 'person:Ada <local:ada>' })
    const [silent] = await readingsOf('loud', ([reading]) => reading?.state === 'suppressed')
    expect(silent?.silencedBy).toEqual([made.id])

    const endsAt = Date.now() + 2 * HOUR_MS
    const longer = await silencer.put({ silence: orderOf('loud', { id: made.id, endsAt }), signal })
    expect(longer).toMatchObject({ kind: 'done', id: made.id, silence: { endsAt } })
    const matchers = [{ name: 'service', value: 'lou.+', isRegex: true, isEqual: true }]
    const other = await silencer.put({ silence: orderOf('loud', { id: made.id, matchers }), signal })
    if (other.kind !== 'done') throw new Error(other.why)
    expect(other.id).not.toBe(made.id)
    const states = new Map((await silencer.list({ signal })).silences.map(({ id, state }) => [id, state]))
    expect([states.get(made.id), states.get(other.id)]).toEqual(['expired', 'active'])

    for (let times = 0; times < 2; times += 1) {
      expect(await silencer.expire({ id: other.id, signal })).toMatchObject({
        kind: 'done',
        silence: { state: 'expired' },
      })
    }
    await readingsOf('loud', ([reading]) => reading?.state === 'firing')
  })

  test.skipIf(isAbsent)('what it refuses, and what it does not have, is told apart', async () => {
    const { silencer } = sourceOf()
    const put = (change: Partial<SilenceOrder>) => silencer.put({ silence: orderOf('x', change), signal })
    expect(await put({ endsAt: Date.now() - HOUR_MS, startsAt: Date.now() - 2 * HOUR_MS })).toEqual({
      kind: 'refused',
      isInput: true,
      why: expect.stringMatching(/end time can't be in the past/),
    })
    expect(await put({ matchers: [] })).toMatchObject({ kind: 'refused', why: expect.stringMatching(/matchers/) })
    const broken = [{ name: 'service', value: '(', isRegex: true, isEqual: true }]
    expect(await put({ matchers: broken })).toMatchObject({ kind: 'refused', why: expect.stringMatching(/regular/) })
    const all = [{ name: 'service', value: '.*', isRegex: true, isEqual: true }]
    expect(await put({ matchers: all })).toMatchObject({ kind: 'refused', why: expect.stringMatching(/empty string/) })
    expect(await put({ id: NOWHERE, startsAt: Date.now() })).toMatchObject({ kind: 'absent' })
    expect(await put({ id: NOWHERE })).toMatchObject({ kind: 'absent' })
    expect(await silencer.expire({ id: NOWHERE, signal })).toMatchObject({ kind: 'absent' })
    expect(await silencer.expire({ id: 'no-uuid', signal })).toMatchObject({ kind: 'refused' })
  })

  test.skipIf(isAbsent)('a preview covers what the silence would', async () => {
    const { silencer } = sourceOf()
    await post({ labels: one('wide "a"') }, { labels: one('wide b', 'info') }, { labels: one('narrow') })
    await readingsOf('narrow', (all) => all.length === 1)
    await readingsOf('wide b', (all) => all.length === 1)
    const covers = async (value: string, isRegex: boolean, isEqual = true) => {
      const matchers = [
        { name: 'service', value: 'wide.*|narrow', isRegex: true, isEqual: true },
        { name: 'service', value, isRegex, isEqual },
      ]
      const answer = await silencer.preview({ matchers, signal })
      if (answer.kind === 'failed') return answer
      expect(answer.preview.count).toBe(answer.preview.alerts.length)
      expect(answer.preview.of).toBeGreaterThanOrEqual(3)
      return answer.preview.alerts.map(({ serviceName }) => serviceName)
    }
    expect(await covers('wide "a"', false)).toEqual(['wide "a"'])
    expect(await covers('wide.*', true)).toEqual(['wide "a"', 'wide b'])
    expect(await covers('wid', true)).toEqual([])
    expect(await covers('wide.*', true, false)).toEqual(['narrow'])
    expect(await covers('(', true)).toMatchObject({ kind: 'failed', isRefused: true })
  })

  test.skipIf(isAbsent)('the doctor says what joins nothing, and which receivers there are not', async () => {
    await post({ labels: { alertname: 'Watchdog', cluster: 'prod-nowhere' } })
    await until('it is there', async () => {
      const answer = await sourceOf().poll({ signal })
      return (
        answer.kind === 'answered' && answer.report.problems.some(({ message }) => message.includes('"prod-nowhere"'))
      )
    })
    const findings = await sourceOf({ receivers: [] }).examine({ signal })
    expect(Object.fromEntries(findings.map(({ asked, outcome }) => [asked, outcome]))).toEqual({
      status: 'ok',
      alerts: 'ok',
      services: 'warning',
      regions: 'warning',
      receivers: 'ok',
      silences: 'ok',
      webhook: 'ok',
    })
    expect(findings[0]?.answer).toMatch(/^Alertmanager \d+\.\d+\.\d+, alone\.$/)
    const misspelt = await sourceOf({ receivers: ['on-cal'] }).examine({ signal })
    expect(misspelt.find(({ asked }) => asked === 'receivers')).toMatchObject({
      outcome: 'failed',
      answer: 'It has no receiver "on-cal"; it has on-call, nobody.',
    })
  })
})
