import type { z } from 'zod'
import { failureOf, failureOfError, type SourceFailure } from './failure.ts'
import { giveWay, LARGE_BYTES } from './give-way.ts'
import { authorizationHeaders, base64, type HttpAuth } from './http-auth.ts'
import { judgeAnswer, type AnswerRules } from './judge-answer.ts'
import { readBody } from './read-body.ts'

/**
 * One question to a server that answers in JSON: bounded in bytes and time, redirects never followed, no credential in
 * a message. Nothing here throws: a failure is an answer.
 */
export type Ask = <Wire, Value>(question: Question<Wire, Value>) => Promise<Answer<Value>>

export type Answer<Value> =
  /** `servedAtMs`: the server's own clock by its Date header, to the second; NaN where it does not tell. */
  { kind: 'answered'; value: Value; bytes: number; servedAtMs: number } | { kind: 'failed'; failure: SourceFailure }

export interface Question<Wire, Value> {
  /** After the base address; with a query where there is one. */
  path: string
  /** GET without a body, POST with one, unless told. */
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as a form, for queries are long. */
  form?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  schema: z.ZodType<Wire>
  pick: (wire: Wire) => Value
  signal: AbortSignal
}

export interface AskSettings extends AnswerRules {
  url: string
  auth: HttpAuth
  headers?: Readonly<Record<string, string>>
  limits: {
    /** Of one answer, decoded. */
    bytes: number
    /** ms */
    timeout: number
  }
}

export function createAsk(settings: AskSettings): Ask {
  const base = settings.url.replace(/\/+$/, '')
  const headers = { ...settings.headers, ...authorizationHeaders(settings.auth), accept: 'application/json' }
  const hide = redaction(settings.auth, settings.headers ?? {})
  const { system } = settings
  const { timeout, bytes: limitBytes } = settings.limits

  return async function ask<Wire, Value>(question: Question<Wire, Value>): Promise<Answer<Value>> {
    const where = `${base}${question.path.replace(/\?.*$/, '')}`
    const failed = (failure: SourceFailure): Answer<Value> => ({
      kind: 'failed',
      failure: { ...failure, message: hide(failure.message) },
    })
    try {
      const response = await fetch(`${base}${question.path}`, {
        ...requestOf(question, headers),
        redirect: 'manual',
        signal: AbortSignal.any([question.signal, AbortSignal.timeout(timeout)]),
      })
      const body = await readBody(response, limitBytes)
      if (body.kind === 'too-large') return failed(tooLarge(where, limitBytes))
      const isLarge = body.bytes > LARGE_BYTES
      if (isLarge) await giveWay()
      const judged = judgeAnswer({ response, text: body.text, where }, settings)
      if (judged.kind === 'failed') return failed(judged.failure)
      if (isLarge) await giveWay()
      const parsed = question.schema.safeParse(judged.json)
      if (!parsed.success) {
        const place = parsed.error.issues[0]?.path.join('.') ?? ''
        return failed(
          failureOf(
            'unreadable',
            `${where} answered with JSON that is not ${system}'s (at "${place}"); is the url that of ${system}?`,
          ),
        )
      }
      const servedAtMs = Date.parse(response.headers.get('date') ?? '')
      const value = question.pick(parsed.data)
      if (isLarge) await giveWay()
      return { kind: 'answered', value, bytes: body.bytes, servedAtMs }
    } catch (error) {
      return failed(failureOfError(error, { where, system, timeoutMs: timeout }))
    }
  }
}

function requestOf(
  { method, form, json }: Pick<Question<unknown, unknown>, 'method' | 'form' | 'json'>,
  headers: Record<string, string>,
): RequestInit {
  if (form !== undefined) return { method: method ?? 'POST', headers, body: new URLSearchParams(form) }
  if (json === undefined) return { method: method ?? 'GET', headers }
  return {
    method: method ?? 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  }
}

function tooLarge(where: string, limitBytes: number): SourceFailure {
  const megabytes = (limitBytes / 1024 ** 2).toFixed(limitBytes < 1024 ** 2 ? 2 : 0)
  return failureOf(
    'too-large',
    `${where} answered with more than ${megabytes} MB; narrow what is asked or raise limits.bytes of this source.`,
  )
}

/** A server may repeat in its error what it was sent; no credential gets into a message that way. */
function redaction(auth: HttpAuth, headers: Readonly<Record<string, string>>): (message: string) => string {
  const secrets = Object.values(headers)
  if (auth.kind === 'bearer') secrets.push(auth.token)
  if (auth.kind === 'basic') secrets.push(auth.password, base64(`${auth.username}:${auth.password}`))
  const hidden = secrets.filter((secret) => secret.length > 3).sort((a, b) => b.length - a.length)
  return (message) => hidden.reduce((text, secret) => text.replaceAll(secret, '•••'), message)
}
