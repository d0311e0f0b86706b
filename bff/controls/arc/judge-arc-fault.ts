import type { ControlRefusal, ControlUnknown } from '#bff/evacuation/control.ts'
import { parseJson, type ExchangeAnswer } from '../exchange.ts'
import { ArcFault } from './wire.ts'

/** What anything but a good answer means. `busy` with a whole endpoint is a reason to ask another. */
export function judgeArcFault(answer: ExchangeAnswer): ControlRefusal | ControlUnknown {
  if (answer.kind === 'not-sent') return { kind: 'refused', cause: 'unreachable', why: answer.why }
  if (answer.kind === 'no-answer') return { kind: 'unknown', why: answer.why }
  const fault = ArcFault.safeParse(parseJson(answer.text))
  if (!fault.success) return { kind: 'unknown', why: `status ${answer.status}` }
  const { __type: type, message, retryAfterSeconds } = fault.data
  const why = `${type}: ${message ?? 'without a reason'}`.slice(0, 300)
  const cause = CAUSE_OF[type]
  if (cause === undefined) return { kind: 'unknown', why }
  return {
    kind: 'refused',
    cause,
    why,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1_000 }),
  }
}

const CAUSE_OF: Readonly<Record<string, ControlRefusal['cause']>> = {
  AccessDeniedException: 'credentials',
  ExpiredTokenException: 'credentials',
  IncompleteSignatureException: 'credentials',
  InvalidSignatureException: 'credentials',
  UnrecognizedClientException: 'credentials',
  // A safety rule forbids it, or somebody else is at it: a person has to look.
  ConflictException: 'conflict',
  EndpointTemporarilyUnavailableException: 'busy',
  ThrottlingException: 'busy',
  ResourceNotFoundException: 'invalid',
  ServiceLimitExceededException: 'invalid',
  ValidationException: 'invalid',
}
