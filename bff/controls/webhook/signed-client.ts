import type { Clock } from '#bff/clock.ts'
import { signatureOf } from '#bff/signature.ts'
import { exchange, type ExchangeAnswer } from '../exchange.ts'
import { SIGNATURE_HEADER } from './wire.ts'

/** Asks a webhook's server over HTTP and signs every request. */
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

export type SignedAnswer = ExchangeAnswer

export function createSignedClient(input: { url: string; secret: string; clock: Clock }): SignedClient {
  const base = input.url.replace(/\/+$/, '')
  const prefix = new URL(base).pathname.replace(/\/+$/, '')
  const open = new AbortController()
  return {
    ask({ method, path, body, headers, limitMs }) {
      const text = body === undefined ? '' : JSON.stringify(body)
      const signature = signatureOf({
        secret: input.secret,
        atMs: input.clock.now(),
        request: { method, path: `${prefix}${path}`, body: text },
      })
      return exchange({
        url: `${base}${path}`,
        method,
        headers: {
          ...headers,
          accept: 'application/json',
          [SIGNATURE_HEADER]: signature,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: text }),
        limitMs,
        signal: open.signal,
        now: () => input.clock.now(),
      })
    },
    async close() {
      open.abort()
    },
  }
}
