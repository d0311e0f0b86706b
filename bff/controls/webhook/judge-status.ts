import type { ControlRefusal, ControlUnknown } from '#bff/evacuation/control.ts'
import { parseJson } from '../exchange.ts'
import type { SignedAnswer } from './signed-client.ts'
import { Refusal } from './wire.ts'

export type JudgedStatus = { kind: 'answered'; status: number; json: unknown } | ControlRefusal | ControlUnknown

/**
 * What an answer means for the order that was sent. Only what the contract says changes nothing counts as refused; a
 * proxy's 502 or 504, or a 503 without Retry-After, tells nothing about what stands behind it.
 */
export function judgeStatus(answer: SignedAnswer): JudgedStatus {
  if (answer.kind === 'not-sent') return { kind: 'refused', cause: 'unreachable', why: answer.why }
  if (answer.kind === 'no-answer') return { kind: 'unknown', why: answer.why }
  const { status } = answer
  const json = parseJson(answer.text)
  if (status === 200 || status === 202) {
    return json === undefined
      ? { kind: 'unknown', why: `status ${status} without a JSON body` }
      : { kind: 'answered', status, json }
  }
  const words = Refusal.safeParse(json)
  const why = words.success ? words.data.why : `status ${status} without a reason`
  const cause = status === 503 && answer.retryAfterMs === null ? undefined : CAUSE_OF[status]
  if (cause === undefined) return { kind: 'unknown', why: `status ${status}: ${why}` }
  return { kind: 'refused', cause, why, ...(answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }) }
}

const CAUSE_OF: Readonly<Record<number, ControlRefusal['cause']>> = {
  400: 'invalid',
  401: 'credentials',
  403: 'credentials',
  404: 'invalid',
  405: 'invalid',
  409: 'conflict',
  412: 'conflict',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
  423: 'busy',
  429: 'busy',
  503: 'busy',
}
