import { describe, expect, it } from 'vitest'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { Silence, SilenceMatcher } from '#contract/services/silence.ts'
import { coveringSilences, matcherText } from './covering-silences.ts'

const alert: ForeignAlert = {
  source: 'alerts',
  key: 'a1',
  name: 'HighErrorShare',
  severity: 'critical',
  state: 'firing',
  region: 'us-east-1',
  service: 'license',
  summary: '',
  labels: { alertname: 'HighErrorShare', region: 'us-east-1' },
  startedAt: 1,
  endedAt: null,
  silencedBy: [],
  inhibitedBy: [],
  group: null,
  receivers: [],
  link: null,
  runbook: null,
  observedAt: 1,
}
const is = (name: string, value: string): SilenceMatcher => ({ name, value, isRegex: false, isEqual: true })
const silence = (matchers: SilenceMatcher[], over: Partial<Silence> = {}): Silence => ({
  source: 'alerts',
  id: 's1',
  matchers,
  state: 'active',
  startsAt: 1,
  endsAt: 2,
  updatedAt: 1,
  createdBy: 'min',
  comment: 'known',
  link: null,
  ...over,
})
const count = (one: Silence, of = alert) => coveringSilences([one], [of]).length

describe('a silence covers an alert of the service', () => {
  it.each<[string, SilenceMatcher[], number]>([
    ['by a label', [is('region', 'us-east-1')], 1],
    ['by all of its matchers', [is('region', 'us-east-1'), is('alertname', 'Other')], 0],
    ['by an expression of the whole value', [{ ...is('region', 'us-.*'), isRegex: true }], 1],
    ['by no part of a value', [{ ...is('region', 'us'), isRegex: true }], 0],
    ['by what a label is not', [{ ...is('region', 'eu-west-1'), isEqual: false }], 1],
    ['by a label that is not there', [is('team', '')], 1],
    ['never by what cannot be read', [{ ...is('region', '('), isRegex: true }], 0],
  ])('%s', (_, matchers, covered) => {
    expect(count(silence(matchers))).toBe(covered)
  })

  it('where its system says so, whatever the matchers', () => {
    expect(count(silence([is('pod', 'x')]), { ...alert, silencedBy: ['s1'] })).toBe(1)
  })

  it('unless either is over, or the alert is another system’s', () => {
    const matchers = [is('region', 'us-east-1')]
    expect(count(silence(matchers, { state: 'expired' }))).toBe(0)
    expect(count(silence(matchers), { ...alert, state: 'resolved' })).toBe(0)
    expect(count(silence(matchers, { source: 'other' }))).toBe(0)
  })
})

it('writes a matcher as its system does', () => {
  expect(matcherText(is('region', 'us-east-1'))).toBe('region = us-east-1')
  expect(matcherText({ name: 'region', value: 'us-.*', isRegex: true, isEqual: false })).toBe('region !~ us-.*')
})
