import type { output, ZodType } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import { RequestError } from './request-error.ts'

const TIMEOUT_MS = 10_000

export interface RequestInput<Schema extends ZodType> {
  /** From `ROUTES`, with its search part. */
  path: string
  /** What the answer must be. */
  schema: Schema
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
  /** How long the answer may take, ms; 10 s unless told. */
  timeoutMs?: number
  /** A command is done once, however often it is sent with the same key. */
  idempotencyKey?: string
}

/** The answer, checked against the contract; every failure is a `RequestError` in words. */
export async function request<Schema extends ZodType>(input: RequestInput<Schema>): Promise<output<Schema>> {
  const response = await send(input)
  const answer = await jsonOf(response)
  if (!response.ok) throw refusalOf(response, answer)
  const parsed = input.schema.safeParse(answer)
  if (!parsed.success) throw new RequestError({ kind: 'unreadable', path: input.path }, { cause: parsed.error })
  return parsed.data
}

/** The bytes of an answer that is not JSON; failures are as those of `request`. */
export async function requestBytes(input: Omit<RequestInput<ZodType>, 'schema'>): Promise<ArrayBuffer> {
  const response = await send(input)
  if (!response.ok) throw refusalOf(response, await jsonOf(response))
  try {
    return await response.arrayBuffer()
  } catch (cause) {
    if (input.signal?.aborted === true) throw cause
    throw new RequestError({ kind: 'unreachable' }, { cause })
  }
}

function refusalOf({ status }: Response, answer: unknown): RequestError {
  const body = ErrorBody.safeParse(answer)
  return new RequestError({ kind: 'refused', status, body: body.success ? body.data : null })
}

/** `/api/v1/changes?from=1&to=2`; what is undefined is left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? path : `${path}?${search}`
}

async function send(input: Omit<RequestInput<ZodType>, 'schema'>): Promise<Response> {
  const { path, method = 'GET', body, signal, idempotencyKey, timeoutMs = TIMEOUT_MS } = input
  const headers = new Headers({ accept: 'application/json' })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await fetch(path, {
      method,
      headers,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    // Asked to stop by whoever asked first: theirs to handle, not a failure.
    if (signal?.aborted === true) throw cause
    const failure = timeout.aborted ? { kind: 'too-slow' as const, timeoutMs } : { kind: 'unreachable' as const }
    throw new RequestError(failure, { cause })
  }
}

/** Undefined where the body is no JSON: the schema then says so. */
async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
