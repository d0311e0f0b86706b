import type { ErrorBody, ErrorCode } from '#contract/error.ts'
import { requestWords } from '#web/messages/request-en.ts'

/** Why a request brought nothing: what the server said, or why it could say nothing. */
export type RequestFailure =
  | { kind: 'refused'; status: number; body: ErrorBody | null }
  | { kind: 'unreachable' }
  | { kind: 'too-slow'; timeoutMs: number }
  | { kind: 'unreadable'; path: string }

/** Its message is one that can be shown as it is. */
export class RequestError extends Error {
  readonly failure: RequestFailure

  constructor(failure: RequestFailure, options?: ErrorOptions) {
    super(failureText(failure), options)
    this.name = 'RequestError'
    this.failure = failure
  }
}

/** The server's own code, where it gave one. */
export function errorCodeOf(error: unknown): ErrorCode | null {
  return error instanceof RequestError && error.failure.kind === 'refused' ? (error.failure.body?.code ?? null) : null
}

/** Asking again may help: the server was away, slow or busy; not where it has understood and refused. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof RequestError)) return false
  const { failure } = error
  if (failure.kind === 'refused') return failure.status === 429 || failure.status >= 500
  return failure.kind !== 'unreadable'
}

export function failureText(failure: RequestFailure): string {
  switch (failure.kind) {
    case 'unreachable':
      return requestWords.unreachable
    case 'too-slow':
      return requestWords.tooSlow(Math.round(failure.timeoutMs / 1_000))
    case 'unreadable':
      return requestWords.unreadable(failure.path)
    case 'refused':
      return failure.body === null ? requestWords.refused(failure.status) : bodyText(failure.body)
  }
}

function bodyText({ message, path, expected, requestId }: ErrorBody): string {
  const where = path === undefined ? '' : `${path}: `
  const wanted = expected === undefined ? '' : ` ${requestWords.expected(expected)}`
  return `${where}${message}${wanted} ${requestWords.quote(requestId)}`
}
