import { failureOf, type PrometheusFailure } from './failure.ts'
import { WireError } from './wire.ts'

const LONGEST_QUOTE = 300
const LONGEST_RETRY_AFTER_MS = 5 * 60_000

/** Tells an answer that can be read from all the others that servers, proxies and login pages give. */
export function failureOfAnswer(input: {
  response: Response
  text: string
  where: string
}): { kind: 'json'; json: unknown } | { kind: 'failed'; failure: PrometheusFailure } {
  const { response, text, where } = input
  const json = parseJson(text)
  if (response.ok && json !== undefined) {
    const error = WireError.safeParse(json)
    return error.success
      ? { kind: 'failed', failure: ofPrometheus(error.data, where, response) }
      : { kind: 'json', json }
  }
  return { kind: 'failed', failure: ofStatus(input, json) }
}

function ofStatus(input: { response: Response; text: string; where: string }, json: unknown): PrometheusFailure {
  const { response, text, where } = input
  const { status } = response
  if (status >= 300 && status < 400) {
    return failureOf(
      'redirect',
      `${where} sends to another address (${status}), which is never followed; give the final address as url.`,
    )
  }
  if (status === 401 || status === 403) {
    const remedy = status === 401 ? 'check auth of this source' : 'these credentials may not read it'
    return failureOf('not-signed-in', `${where} does not let Spillway in (${status}); ${remedy}.`)
  }
  const error = WireError.safeParse(json)
  if (error.success) return ofPrometheus(error.data, where, response)
  if (isWebPage(response, text)) {
    return failureOf(
      'web-page',
      `${where} answered with a web page (${status}) in place of Prometheus's JSON; is a proxy or a login in between, or a path missing in the url?`,
    )
  }
  if (status === 404) {
    return failureOf(
      'not-found',
      `${where} does not exist (404: "${quote(text)}"); is a path prefix missing in the url?`,
    )
  }
  if (status === 429 || status === 503) {
    return failureOf(
      'busy',
      `${where} is not ready or has too much to do (${status}); it is asked again later.`,
      retryAfterMs(response),
    )
  }
  if (status >= 500) {
    return failureOf(
      'server-error',
      `${where} failed with ${status}: "${quote(text)}"; see that server's log.`,
      retryAfterMs(response),
    )
  }
  if (response.ok) {
    return text.trim() === ''
      ? failureOf('unreadable', `${where} answered with nothing at all; is the url that of a Prometheus?`)
      : failureOf(
          'unreadable',
          `${where} sent JSON that is cut off or damaged after ${text.length} characters; a proxy may limit its size.`,
        )
  }
  return failureOf('query-refused', `${where} answered ${status}: "${quote(text)}".`)
}

function ofPrometheus(error: WireError, where: string, response: Response): PrometheusFailure {
  const said = `"${quote(error.error)}"`
  switch (error.errorType) {
    case 'bad_data':
      return failureOf(
        'query-refused',
        `Prometheus does not understand the query: ${said}; correct it in the configuration.`,
      )
    case 'execution':
      return failureOf('query-refused', `Prometheus could not run the query: ${said}; try it in its own page.`)
    case 'timeout':
    case 'canceled':
      return failureOf('timeout', `Prometheus gave the query up: ${said}; narrow it or raise limits.timeout.`)
    case 'unavailable':
      return failureOf('busy', `${where} is not ready: ${said}; it is asked again later.`, retryAfterMs(response))
    default:
      return failureOf('server-error', `${where} failed (${error.errorType}): ${said}.`, retryAfterMs(response))
  }
}

function isWebPage(response: Response, text: string): boolean {
  return (response.headers.get('content-type') ?? '').includes('html') || /^\s*<(?:!doctype|html)/i.test(text)
}

/** Seconds or a date; bounded, so that no server can silence a source for good. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('retry-after')
  if (header === null) return undefined
  const ms = /^\d+$/.test(header.trim())
    ? Number(header) * 1_000
    : Date.parse(header) - Date.parse(response.headers.get('date') ?? '')
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : undefined
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line
}

/** Undefined where the text is no JSON (JSON itself has no undefined). */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
