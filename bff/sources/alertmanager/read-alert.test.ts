import { describe, expect, test } from 'vitest'
import { foreignRegionOf, readPolledAlert } from './read-alert.ts'
import { AlertmanagerSettings, type AlertmanagerSettingsInput } from './settings.ts'
import { filterOfMatcher, instantOfWire, WireAlert } from './wire.ts'

const regionNames = new Map([
  ['us-east-1', 'us-east-1'],
  ['prod-use1', 'us-east-1'],
])

function read(
  labels: Record<string, string>,
  more: {
    annotations?: Record<string, string>
    generatorURL?: string | null
    settings?: Partial<AlertmanagerSettingsInput>
  } = {},
) {
  const { settings: change, ...alert } = more
  const settings = AlertmanagerSettings.parse({ id: 'a', kind: 'alertmanager', url: 'http://am:9093/x/', ...change })
  const naming = { settings, regionNames }
  const wire = WireAlert.parse({
    labels,
    startsAt: '2026-11-22T14:00:00.000Z',
    endsAt: '2026-11-22T14:05:00.000Z',
    fingerprint: 'f',
    status: { state: 'active', silencedBy: null, inhibitedBy: [] },
    ...alert,
  })
  return { reading: readPolledAlert(wire, { naming, at: 0, group: null }), foreign: foreignRegionOf(labels, naming) }
}

describe('labels', () => {
  test.each<[string, Record<string, string>, Partial<AlertmanagerSettingsInput>, object]>([
    ['the first that is there counts', { service: 'API', app: 'other' }, {}, { name: 'API' }],
    ['the next where the first is empty', { service: ' ', app: 'api' }, {}, { name: 'api' }],
    ['none', { job: 'api' }, {}, { name: null, region: null, severity: 'warning', title: 'alert without a name' }],
    ['named otherwise', { job: 'api' }, { labels: { service: ['job'] } }, { name: 'api' }],
    ['a region by an alias', { cluster: 'prod-use1' }, {}, { region: 'us-east-1' }],
    ['a region by the second label', { region: 'moon', cluster: 'us-east-1' }, {}, { region: 'us-east-1' }],
    ['one region for all', { region: 'moon' }, { region: 'eu-west-1' }, { region: 'eu-west-1' }],
    ['critical in other words', { severity: 'PAGE' }, {}, { severity: 'critical' }],
    ['none is for information', { severity: 'none' }, {}, { severity: 'info' }],
    ['an unknown word is a warning', { severity: 'moderate' }, {}, { severity: 'warning' }],
    [
      'own words',
      { level: 'high' },
      { labels: { severity: ['level'] }, severities: { critical: ['HIGH'] } },
      { severity: 'critical' },
    ],
  ])('%s', (_what, labels, settings, expected) => expect(read(labels, { settings }).reading).toMatchObject(expected))

  test('a region that is none of ours is told by its name', () => {
    expect(read({ cluster: 'moon' }).foreign).toBe('moon')
    expect(read({ cluster: 'prod-use1' }).foreign).toBeNull()
    expect(read({}).foreign).toBeNull()
  })
})

describe('annotations and links', () => {
  test.each([
    [{ description: 'long', summary: ' short\n one ' }, 'short one'],
    [{ description: 'long' }, 'long'],
    [{ summary: 'x'.repeat(400) }, `${'x'.repeat(300)}…`],
    [{}, 'Errors'],
  ])('%j', (annotations, summary) => {
    expect(read({ alertname: 'Errors' }, { annotations }).reading).toMatchObject({ summary })
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'not an address', '', null])('%s is no link', (address) => {
    const { reading } = read({ alertname: 'a"b' }, { annotations: { runbook: address ?? '' }, generatorURL: address })
    expect(reading).toMatchObject({
      runbook: null,
      link: `http://am:9093/x/#/alerts?silenced=true&inhibited=true&filter=${encodeURIComponent('{alertname="a\\"b"}')}`,
    })
  })

  test('people may open it elsewhere', () => {
    const { reading } = read({}, { settings: { page: 'https://alerts.example.com' } })
    expect(reading?.link).toMatch(/^https:\/\/alerts\.example\.com\/#\/alerts/)
  })
})

test.each([
  ['a', 'b', false, true, 'a="b"'],
  ['a', 'b\\"\n', true, false, 'a!~"b\\\\\\"\\n"'],
  ['a.b', '', true, true, '"a.b"=~""'],
  ['a', 'b', false, false, 'a!="b"'],
])('%s %s', (name, value, isRegex, isEqual, filter) => {
  expect(filterOfMatcher({ name, value, isRegex, isEqual })).toBe(filter)
})

test('the zero of another language is no time', () => {
  expect(instantOfWire('0001-01-01T00:00:00Z')).toBeNaN()
  expect(instantOfWire('soon')).toBeNaN()
  expect(instantOfWire('2026-11-22T14:00:00.123456789+02:00')).toBe(Date.UTC(2026, 10, 22, 12, 0, 0, 123))
})

test('a secret too short is refused, and an address with a password', () => {
  const settings = { id: 'a', kind: 'alertmanager', url: 'http://am:9093' }
  expect(AlertmanagerSettings.safeParse({ ...settings, hook: { secret: 'short' } }).success).toBe(false)
  expect(AlertmanagerSettings.safeParse({ ...settings, url: 'http://u:p@am:9093' }).success).toBe(false)
  expect(AlertmanagerSettings.parse(settings)).toMatchObject({ period: 15_000, limits: { bytes: 16 * 1024 ** 2 } })
})
