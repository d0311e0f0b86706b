import { afterAll, beforeAll, expect, test } from 'vitest'
import { FAULT_KINDS } from '#mocks/upstreams/faults.ts'
import { ALERTMANAGER_PATH } from '#mocks/upstreams/alertmanager/world-alertmanager.ts'
import { createSmallWorld } from '#mocks/upstreams/small-world-fixture.ts'
import { createUpstreamServer, type UpstreamServer } from '#mocks/upstreams/upstream-server.ts'
import { AlertmanagerSettings } from './settings.ts'
import { createAlertmanagerSource } from './source.ts'

const signal = new AbortController().signal
/** Of the small world, whose api has open circuits. */
const ALERTS = ['Watchdog of null', 'CircuitOpen of API-PROD']
let server: UpstreamServer
let url = ''

beforeAll(async () => {
  const world = createSmallWorld(Date.now())
  server = createUpstreamServer({ world, now: Date.now })
  url = `http://127.0.0.1:${await server.listen(0)}${ALERTMANAGER_PATH}`
  // On full tens of seconds, which the recording keeps for long.
  const newest = Math.floor(Date.now() / 10_000) * 10_000
  for (let at = newest - 70_000; at <= newest; at += 10_000) {
    server.recorder.sample(at)
    server.alertmanager.sample(at)
  }
})
afterAll(() => server.close())

test.each(FAULT_KINDS.filter((kind) => kind !== 'frozen'))(
  '%s: told in words, and over when it is over',
  async (kind) => {
    const settings = AlertmanagerSettings.parse({
      id: 'alerts',
      kind: 'alertmanager',
      url,
      limits: { timeout: '400ms' },
    })
    const clock = { now: Date.now }
    const source = createAlertmanagerSource({ id: 'alerts', settings, regions: [], regionAliases: new Map(), clock })
    const told = async () => {
      const outcome = await source.poll({ signal })
      if (outcome.kind === 'failed') return outcome.problem.message
      return outcome.report.facts?.alerts?.map(({ name, title }) => `${title} of ${name}`)
    }
    server.faults.set({ kind, surface: 'alertmanager' })
    expect(await told()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/alertmanager\/api\/v2\/alerts .+[.?]$/)
    expect(await source.silencer.list({ signal })).toMatchObject({
      silences: [],
      problem: expect.stringMatching(/[.?]$/),
    })
    expect((await source.examine({ signal })).filter(({ outcome }) => outcome === 'failed')).toHaveLength(4)
    server.faults.clear()
    expect(await told()).toEqual(ALERTS)
  },
)
