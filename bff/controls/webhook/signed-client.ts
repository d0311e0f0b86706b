import type { Clock } from '#bff/clock.ts'
import { SIGNATURE_HEADER } from './wire.ts'
import { signatureOf } from '#bff/signature.ts'

/** Asks a webhook's server over HTTP and signs every request. Nothing here throws, retries or follows a redirect. */
export interface SignedClient {
  ask(question: SignedQuestion): Promise<SignedAnswer>
  close(): Promise<void>
}

export interface SignedQuestion {
  method: 'GET' | 'PUT'
  path: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
  limitMs: number
}

export type SignedAnswer =
  | { kind: 'answered'; status: number; text: string; retryAfterMs: number | null }
  /** Nothing was sent: the connection was never made. */
  | { kind: 'not-sent'; why: string }
  | { kind: 'no-answer'; why: string }

const MOST_ANSWER_BYTES = 4 * 1_024 * 1_024
/** Reasons for which a connection was never made, so that no order can have arrived. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'])

export function createSignedClient(input: { url: string; secret: string; clock: Clock }): SignedClient {
  const base = input.url.replace(/\/+$/, '')
  const prefix = new URL(base).pathname.replace(/\/+$/, '')
  const open = new AbortController()
  return {
    async ask({ method, path, body, headers, limitMs }) {
      const text = body === undefined ? '' : JSON.stringify(body)
      const signature = signatureOf({
        secret: input.secret,
        atMs: input.clock.now(),
        request: { method, path: `${prefix}${path}`, body: text },
      })
      try {
        const response = await fetch(`${base}${path}`, {
          method,
          headers: {
            ...headers,
            accept: 'application/json',
            [SIGNATURE_HEADER]: signature,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: text }),
          redirect: 'manual',
          signal: AbortSignal.any([open.signal, AbortSignal.timeout(Math.max(1, limitMs))]),
        })
        return await readAnswer(response, input.clock.now())
      } catch (error) {
        return judgeError(error, limitMs)
      }
    },
    async close() {
      open.abort()
    },
  }
}

async function readAnswer(response: Response, now: number): Promise<SignedAnswer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body ?? []) {
    bytes += piece.length
    if (bytes > MOST_ANSWER_BYTES) return { kind: 'no-answer', why: 'its answer is larger than 4 MB' }
    pieces.push(piece)
  }
  return {
    kind: 'answered',
    status: response.status,
    text: Buffer.concat(pieces).toString('utf8'),
    retryAfterMs: retryAfterOf(response.headers.get('retry-after'), now),
  }
}

/** Seconds, or a date. */
function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}

function judgeError(error: unknown, limitMs: number): SignedAnswer {
  for (let inner: unknown = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1) {
    if (inner.name === 'TimeoutError') return { kind: 'no-answer', why: `no answer within ${limitMs / 1_000} s` }
    if (!('code' in inner) || typeof inner.code !== 'string') continue
    if (NEVER_CONNECTED.has(inner.code)) return { kind: 'not-sent', why: `it cannot be reached (${inner.code})` }
    return { kind: 'no-answer', why: `the connection broke before an answer came (${inner.code})` }
  }
  return { kind: 'no-answer', why: 'the connection broke before an answer came' }
}
