import type { ControlRefusal, ControlUnknown } from '#bff/evacuation/control.ts'
import type { ExchangeAnswer } from '../exchange.ts'
import { parseFault } from './wire.ts'

/** What anything but a good answer means: what Route 53 refuses it has not done; its own trouble tells nothing. */
export function judgeFault(answer: ExchangeAnswer): ControlRefusal | ControlUnknown {
  if (answer.kind === 'not-sent') return { kind: 'refused', cause: 'unreachable', why: answer.why }
  if (answer.kind === 'no-answer') return { kind: 'unknown', why: answer.why }
  const fault = parseFault(answer.text)
  const why = fault === null ? `status ${answer.status}` : `${fault.code}: ${fault.message}`.slice(0, 300)
  if (fault === null || answer.status >= 500) return { kind: 'unknown', why }
  const retry = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }
  return { kind: 'refused', cause: CAUSE_OF[fault.code] ?? 'invalid', why, ...retry }
}

const CAUSE_OF: Readonly<Record<string, ControlRefusal['cause']>> = {
  Throttling: 'busy',
  ThrottlingException: 'busy',
  PriorRequestNotComplete: 'busy',
  AccessDenied: 'credentials',
  AccessDeniedException: 'credentials',
  ExpiredToken: 'credentials',
  InvalidClientTokenId: 'credentials',
  MissingAuthenticationToken: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  // One of the sets is not as it was read a moment ago.
  InvalidChangeBatch: 'conflict',
}
