import { failureOf, type SourceFailure } from './failure.ts'

const LONGEST_QUOTE = 300
const LONGEST_RETRY_AFTER_MS = 5 * 60_000

export interface JudgedAnswer {
  response: Response
  /** Undefined where the body is no JSON (JSON itself has no undefined). */
  json: unknown
  text: string
  where: string
}

export interface AnswerRules {
  /** Whoever should answer: `Prometheus`. */
  system: string
  /** A failure that the system tells in JSON of its own; null where this is none. Asked of every status. */
  failureOfJson?: (answer: JudgedAnswer) => SourceFailure | null
  /** A refusal that means something of its own to the system, whatever it usually means; null for the usual words. */
  failureOfRefusal?: (answer: JudgedAnswer) => SourceFailure | null
  /** Whether an answer without a body is as it should be; its json is then null. */
  isEmptyFine?: boolean
  /** Where its JSON needs a hand before it is read as such; may throw where it is none. */
  parse?: (text: string) => unknown
}

/** Tells an answer that can be read from all the others that servers, proxies and login pages give. */
export function judgeAnswer(
  input: { response: Response; text: string; where: string },
  rules: AnswerRules,
): { kind: 'json'; json: unknown } | { kind: 'failed'; failure: SourceFailure } {
  const answer = { ...input, json: parseJson(input.text, rules.parse) }
  const { response, json } = answer
  if (response.ok && rules.isEmptyFine === true && input.text.trim() === '') return { kind: 'json', json: null }
  if (response.ok && json !== undefined) {
    const failure = rules.failureOfJson?.(answer) ?? null
    return failure === null ? { kind: 'json', json } : { kind: 'failed', failure }
  }
  return { kind: 'failed', failure: ofStatus(answer, rules) }
}

function ofStatus(answer: JudgedAnswer, rules: AnswerRules): SourceFailure {
  const { system, failureOfJson } = rules
  const { response, text, where } = answer
  const { status } = response
  if (status >= 300 && status < 400) {
    return failureOf(
      'redirect',
      `${where} sends to another address (${status}), which is never followed; give the final address as url.`,
    )
  }
  const own = response.ok ? null : (rules.failureOfRefusal?.(answer) ?? null)
  if (own !== null) return own
  if (status === 401 || status === 403) {
    const remedy = status === 401 ? 'check auth of this source' : 'these credentials may not read it'
    return failureOf('not-signed-in', `${where} does not let Spillway in (${status}); ${remedy}.`)
  }
  const told = failureOfJson?.(answer) ?? null
  if (told !== null) return told
  if (isWebPage(response, text)) {
    return failureOf(
      'web-page',
      `${where} answered with a web page (${status}) in place of ${system}'s JSON; is a proxy or a login in between, or a path missing in the url?`,
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
      ? failureOf('unreadable', `${where} answered with nothing at all; is the url that of ${system}?`)
      : failureOf(
          'unreadable',
          `${where} sent JSON that is cut off or damaged after ${text.length} characters; a proxy may limit its size.`,
        )
  }
  return failureOf('query-refused', `${where} answered ${status}: "${quote(text)}".`)
}

function isWebPage(response: Response, text: string): boolean {
  return (response.headers.get('content-type') ?? '').includes('html') || /^\s*<(?:!doctype|html)/i.test(text)
}

/** Seconds or a date; bounded, so that no server can silence a source for good. */
export function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('retry-after')
  if (header === null) return undefined
  const ms = /^\d+$/.test(header.trim())
    ? Number(header) * 1_000
    : Date.parse(header) - Date.parse(response.headers.get('date') ?? '')
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : undefined
}

/** One line of what a server said, short enough for a message. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line
}

function parseJson(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
