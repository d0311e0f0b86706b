import type { Clock } from '#bff/clock.ts'
import type { ControlRefusal, ControlUnknown } from '#bff/evacuation/control.ts'
import { exchange, parseJson, type ExchangeAnswer } from '../exchange.ts'
import type { Cluster } from './cluster-settings.ts'
import { ApiStatus, KubernetesObject } from './wire.ts'

export type ObjectAnswer = { kind: 'object'; object: KubernetesObject } | ControlRefusal | ControlUnknown

/** One cluster's API server for the length of one call. */
export interface ClusterApi {
  get(path: string): Promise<ObjectAnswer>
  /** Replaces the object of that resourceVersion, or asks whether it could. */
  put(path: string, object: KubernetesObject, dryRun: boolean): Promise<ObjectAnswer>
}

export function createClusterApi(input: {
  cluster: Cluster
  until: number
  clock: Clock
  signal: AbortSignal
}): ClusterApi {
  const { cluster, until, clock, signal } = input
  async function ask(method: 'GET' | 'PUT', path: string, body?: string): Promise<ObjectAnswer> {
    const answer = await exchange({
      url: `${cluster.url.replace(/\/+$/, '')}${path}`,
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${cluster.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      limitMs: until - clock.now(),
      signal,
      now: () => clock.now(),
    })
    if (answer.kind !== 'answered' || answer.status !== 200) return failureOf(answer)
    const object = KubernetesObject.safeParse(parseJson(answer.text))
    return object.success
      ? { kind: 'object', object: object.data }
      : { kind: 'unknown', why: 'an answer that is no object of Kubernetes' }
  }
  return {
    get: (path) => ask('GET', path),
    put: (path, object, dryRun) =>
      ask('PUT', `${path}?fieldManager=spillway${dryRun ? '&dryRun=All' : ''}`, JSON.stringify(object)),
  }
}

function failureOf(answer: ExchangeAnswer): ControlRefusal | ControlUnknown {
  if (answer.kind === 'not-sent') return { kind: 'refused', cause: 'unreachable', why: answer.why }
  if (answer.kind === 'no-answer') return { kind: 'unknown', why: answer.why }
  const { status } = answer
  const said = ApiStatus.safeParse(parseJson(answer.text))
  const why = said.success
    ? `${said.data.reason ?? status}: ${said.data.message ?? ''}`.slice(0, 300)
    : `status ${status}`
  // A refusal counts as one only where the API server itself says it.
  const cause = said.success || status === 401 ? CAUSE_OF[status] : undefined
  if (cause === undefined) return { kind: 'unknown', why }
  return { kind: 'refused', cause, why, ...(answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }) }
}

const CAUSE_OF: Readonly<Record<number, ControlRefusal['cause']>> = {
  400: 'invalid',
  401: 'credentials',
  403: 'credentials',
  404: 'invalid',
  409: 'conflict',
  422: 'invalid',
  429: 'busy',
}
