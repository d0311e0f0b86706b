import { quoted, variableOf } from '../shell.ts'
import type { WebhookSettings } from './settings.ts'

/**
 * The same request by hand: openssl and curl, with the secret in a variable named after the plane. The signature holds
 * the moment of the call, so the line makes it when it is run.
 */
export function runbookLine(input: {
  settings: Pick<WebhookSettings, 'id' | 'url'>
  method: 'GET' | 'PUT'
  path: string
  body?: unknown
  /** The Idempotency-Key of an order. */
  key?: string
}): string {
  const { settings, method, path } = input
  const base = settings.url.replace(/\/+$/, '')
  const signedPath = `${new URL(base).pathname.replace(/\/+$/, '')}${path}`
  const secret = variableOf(settings.id, 'SECRET')
  const body = input.body === undefined ? '' : JSON.stringify(input.body)
  const send =
    body === ''
      ? ''
      : ` -H 'Content-Type: application/json' -H ${quoted(`Idempotency-Key: ${input.key ?? ''}`)} --data-binary "$body"`
  return [
    `body=${quoted(body)}; t=$(date +%s)`,
    `sig=$(printf '%s\\n${method}\\n%s\\n%s' "$t" ${quoted(signedPath)} "$body" | openssl dgst -sha256 -hmac "$${secret}" | sed 's/^.*= //')`,
    `curl -sS --max-time 10 -X ${method} -H "Spillway-Signature: t=$t,v1=$sig"${send} ${quoted(base + path)}`,
  ].join('; ')
}
