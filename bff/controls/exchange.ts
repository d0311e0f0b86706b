/** One exchange over HTTP with a control system. Nothing here throws, retries or follows a redirect. */
export interface Exchange {
  url: string
  method: 'GET' | 'PUT' | 'PATCH' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  limitMs: number
  /** Ends it from outside. */
  signal?: AbortSignal
  /** UTC ms, for a Retry-After that is a date. */
  now: () => number
}

export type ExchangeAnswer =
  | { kind: 'answered'; status: number; text: string; retryAfterMs: number | null }
  /** Nothing was sent: the connection was never made. */
  | { kind: 'not-sent'; why: string }
  | { kind: 'no-answer'; why: string }

const MOST_ANSWER_BYTES = 4 * 1_024 * 1_024
/** Reasons for which a connection was never made, so that no order can have arrived. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'])

export async function exchange(input: Exchange): Promise<ExchangeAnswer> {
  const { url, method, headers, body, limitMs, signal, now } = input
  const limit = AbortSignal.timeout(Math.max(1, Math.ceil(limitMs)))
  try {
    const response = await fetch(url, {
      method,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    })
    return await readAnswer(response, now())
  } catch (error) {
    return judgeError(error, limitMs)
  }
}

async function readAnswer(response: Response, now: number): Promise<ExchangeAnswer> {
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

function judgeError(error: unknown, limitMs: number): ExchangeAnswer {
  for (let inner: unknown = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1) {
    if (inner.name === 'TimeoutError') return { kind: 'no-answer', why: `no answer within ${limitMs / 1_000} s` }
    if (!('code' in inner) || typeof inner.code !== 'string') continue
    if (NEVER_CONNECTED.has(inner.code)) return { kind: 'not-sent', why: `it cannot be reached (${inner.code})` }
    return { kind: 'no-answer', why: `the connection broke before an answer came (${inner.code})` }
  }
  return { kind: 'no-answer', why: 'the connection broke before an answer came' }
}

/** What a text says as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
