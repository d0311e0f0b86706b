import { PATHS, type WireAlertInput, type WireMatcher, type WireStatus } from '#bff/sources/alertmanager/wire.ts'
import type { Content } from '../answer.ts'
import { createAlertStore, type AlertStore, type InhibitRule } from './alert-store.ts'
import { fitsAll, parseFilter, wholeExpression } from './label-matcher.ts'
import { createSilenceStore, type SilenceStore } from './silence-store.ts'

/** Alertmanager's API v2 in its own words: answers, errors and status codes are those of 0.25, oddities included. */
export interface Alertmanager {
  readonly alerts: AlertStore
  readonly silences: SilenceStore
  answer(request: AlertmanagerRequest): Content
}

export interface AlertmanagerRequest {
  method: string
  /** Without a prefix. */
  path: string
  params: URLSearchParams
  body: string
  now: number
}

/** Where links of the simulated company lead. */
const PAGE =
  'This is the simulated Alertmanager. A real one has its page here; this one has its API alone, at api/v2.\n'

const VERSION = '0.25.0'
const JSON_TYPE = 'application/json'
const TEXT_TYPE = 'text/plain; charset=utf-8'
const SILENCE_PREFIX = '/api/v2/silence/'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function createAlertmanager(input: {
  startedAt: number
  receiver: string
  groupBy: readonly string[]
  inhibits: readonly InhibitRule[]
}): Alertmanager {
  const silences = createSilenceStore()
  const alerts = createAlertStore({ silences, ...input })
  const status: WireStatus = {
    versionInfo: { version: VERSION },
    uptime: new Date(input.startedAt).toISOString(),
    cluster: { status: 'disabled', peers: [] },
  }

  function answer(request: AlertmanagerRequest): Content {
    const { method, path, params, body, now } = request
    if (path.startsWith(SILENCE_PREFIX)) {
      return answerSilence(silences, { id: decodeURIComponent(path.slice(SILENCE_PREFIX.length)), method, now })
    }
    switch (`${method} ${path}`) {
      case 'GET ':
      case 'GET /':
        return { status: 200, type: TEXT_TYPE, text: PAGE }
      case 'GET /-/healthy':
      case 'GET /-/ready':
        return { status: 200, type: TEXT_TYPE, text: 'OK' }
      case `GET ${PATHS.status}`:
        return json(200, status)
      case `GET ${PATHS.receivers}`:
        return json(
          200,
          [input.receiver, 'nobody'].map((name) => ({ name })),
        )
      case `GET ${PATHS.alerts}`:
        return withSelected(alerts.alerts(now), params, (selected) => json(200, selected))
      case `GET ${PATHS.groups}`:
        return withSelected(alerts.alerts(now), params, (selected) => json(200, groupsOf(selected, input)))
      case `POST ${PATHS.alerts}`:
        return alerts.post(parseJson(body), now) ? empty(200) : json(400, 'alerts in body are not valid')
      case `GET ${PATHS.silences}`:
        return json(200, silences.list(now))
      case `POST ${PATHS.silences}`:
        return answerPut(silences, parseJson(body), now)
      default:
        return { status: 404, type: TEXT_TYPE, text: '404 page not found\n' }
    }
  }
  return { alerts, silences, answer }
}

function answerSilence(
  silences: SilenceStore,
  { id, method, now }: { id: string; method: string; now: number },
): Content {
  if (!UUID.test(id)) {
    return json(422, { code: 601, message: `silenceID in path must be of type uuid: "${id}"` })
  }
  if (method === 'DELETE') return silences.expire(id, now) ? empty(200) : json(500, 'silence not found')
  const silence = silences.get(id, now)
  return silence === null ? empty(404) : json(200, silence)
}

function answerPut(silences: SilenceStore, body: unknown, now: number): Content {
  const outcome = silences.put(body, now)
  switch (outcome.kind) {
    case 'made':
      return json(200, { silenceID: outcome.id })
    case 'malformed':
      return json(422, { code: 602, message: outcome.message })
    case 'refused':
      return json(400, outcome.message)
    case 'absent':
      return json(404, 'silence not found')
  }
}

function withSelected(
  alerts: readonly WireAlertInput[],
  params: URLSearchParams,
  say: (selected: WireAlertInput[]) => Content,
): Content {
  const matchers = params.getAll('filter').map((text) => ({ text, matcher: matcherOf(text) }))
  const bad = matchers.find(({ matcher }) => matcher === null)
  if (bad !== undefined) return json(400, `bad matcher format: ${bad.text}`)
  const wanted = matchers.flatMap(({ matcher }) => matcher ?? [])
  const receiver = wholeExpression(params.get('receiver') ?? '.*')
  return say(
    alerts.filter(
      ({ labels, receivers }) =>
        fitsAll(wanted, labels) && receivers?.some(({ name }) => receiver?.test(name) === true),
    ),
  )
}

function matcherOf(text: string): WireMatcher | null {
  const matcher = parseFilter(text)
  return matcher === null || (matcher.isRegex && wholeExpression(matcher.value) === null) ? null : matcher
}

interface GroupOfAlerts {
  labels: Record<string, string>
  alerts: WireAlertInput[]
}

function groupsOf(
  alerts: readonly WireAlertInput[],
  { groupBy, receiver }: { groupBy: readonly string[]; receiver: string },
) {
  const groups = new Map<string, GroupOfAlerts>()
  for (const alert of alerts) {
    const labels: Record<string, string> = {}
    for (const name of groupBy) {
      const value = alert.labels[name]
      if (value !== undefined) labels[name] = value
    }
    const key = JSON.stringify(labels)
    const group: GroupOfAlerts = groups.get(key) ?? { labels, alerts: [] }
    groups.set(key, group)
    group.alerts.push(alert)
  }
  return [...groups.values()].map((group) => ({ ...group, receiver: { name: receiver } }))
}

function json(status: number, body: unknown): Content {
  return { status, type: JSON_TYPE, text: JSON.stringify(body) }
}

function empty(status: number): Content {
  return { status, type: TEXT_TYPE, text: '' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
