/**
 * Everything that can go wrong between here and a server that is asked, each told in one sentence: what came back, from
 * where, what to do. `server` failures will meet every query alike, so the rest of a batch is not even asked.
 */
export interface SourceFailure {
  kind: FailureKind
  scope: 'server' | 'query'
  message: string
  /** Asked for by the server. */
  retryAfterMs?: number
}

export type FailureKind =
  | 'refused'
  | 'not-found'
  | 'unresolved'
  | 'certificate'
  | 'unreachable'
  | 'timeout'
  | 'cancelled'
  | 'reset'
  | 'too-large'
  | 'redirect'
  | 'not-signed-in'
  | 'web-page'
  | 'unreadable'
  | 'query-refused'
  | 'busy'
  | 'server-error'

const SERVER_WIDE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'refused',
  'not-found',
  'unresolved',
  'certificate',
  'unreachable',
  'redirect',
  'not-signed-in',
  'web-page',
  'cancelled',
])

export function failureOf(kind: FailureKind, message: string, retryAfterMs?: number): SourceFailure {
  const scope = SERVER_WIDE.has(kind) ? 'server' : 'query'
  return { kind, scope, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** What a thrown error of fetch or of reading the body means. `system` is whoever should answer: `Prometheus`. */
export function failureOfError(
  error: unknown,
  asked: { where: string; system: string; timeoutMs: number },
): SourceFailure {
  const { where, system, timeoutMs } = asked
  const { name, code, text } = describeError(error)
  if (name === 'TimeoutError') {
    return failureOf(
      'timeout',
      `${where} did not answer within ${timeoutMs / 1_000} s; is it overloaded, or is limits.timeout too short?`,
    )
  }
  if (name === 'AbortError')
    return failureOf('cancelled', `The question to ${where} was given up before an answer came.`)
  switch (code) {
    case 'ECONNREFUSED':
      return failureOf('refused', `${where} refuses connections; is ${system} running there, and is the port right?`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failureOf(
        'unresolved',
        `The name in ${where} cannot be resolved; check the url and the DNS of this machine.`,
      )
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return failureOf('unreachable', `${where} cannot be reached from here; check the network, firewall and the url.`)
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return failureOf('reset', `${where} broke off the connection in the middle of its answer; it may be restarting.`)
    case 'UND_ERR_INVALID_ARG':
      return failureOf(
        'unreadable',
        `The question to ${where} could not be put; check headers and auth of this source.`,
      )
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return failureOf(
      'certificate',
      `The certificate of ${where} is not trusted here (${code}); set NODE_EXTRA_CA_CERTS to its authority.`,
    )
  }
  if (code.startsWith('HPE_')) {
    return failureOf('unreadable', `${where} does not speak HTTP (${code}); check scheme and port of the url.`)
  }
  if (code.startsWith('Z_') || code === 'ERR__ERROR_FORMAT_PADDING_1') {
    return failureOf('unreadable', `${where} sent a compressed answer that is damaged or cut off.`)
  }
  if (text === 'terminated')
    return failureOf('reset', `${where} broke off the connection in the middle of its answer; it may be restarting.`)
  return failureOf(
    'unreachable',
    `${where} could not be asked${code === '' ? '' : ` (${code})`}; check the url and the network.`,
  )
}

/** fetch wraps the reason: the innermost cause with a code names it. */
function describeError(error: unknown): { name: string; code: string; text: string } {
  let name = ''
  let code = ''
  let text = ''
  for (let inner: unknown = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1) {
    if (name === '' || inner.name === 'TimeoutError' || inner.name === 'AbortError') name = inner.name
    if (text === '') text = inner.message
    if ('code' in inner && typeof inner.code === 'string') code = inner.code
  }
  return { name, code, text }
}
