import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * `Spillway-Signature: t=<unix seconds>,v1=<hex>`, where the hex is HMAC-SHA256 with the shared secret over
 * `<t>\n<METHOD>\n<path with query>\n<body>`. A signature older or newer than five minutes is refused: a recorded order
 * must not be worth anything the next day.
 */

export const SIGNATURE_VALID_SECONDS = 300

export interface SignedRequest {
  method: string
  /** Path and query as sent: `/v1/instances/edge-1/state`. */
  path: string
  /** Empty where there is none. */
  body: string
}

export function signatureOf(input: { secret: string; atMs: number; request: SignedRequest }): string {
  const seconds = Math.floor(input.atMs / 1_000)
  return `t=${seconds},v1=${digest(input.secret, seconds, input.request).toString('hex')}`
}

export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'too-old' | 'wrong'

export function judgeSignature(input: {
  secret: string
  nowMs: number
  header: string | undefined
  request: SignedRequest
}): SignatureVerdict {
  if (input.header === undefined) return 'missing'
  const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(input.header)
  if (parts === null) return 'malformed'
  const seconds = Number(parts[1])
  if (Math.abs(input.nowMs / 1_000 - seconds) > SIGNATURE_VALID_SECONDS) return 'too-old'
  const told = Buffer.from(parts[2] ?? '', 'hex')
  return timingSafeEqual(told, digest(input.secret, seconds, input.request)) ? 'valid' : 'wrong'
}

function digest(secret: string, seconds: number, { method, path, body }: SignedRequest): Buffer {
  return createHmac('sha256', secret).update(`${seconds}\n${method}\n${path}\n${body}`).digest()
}
