import type { Clock } from '#bff/clock.ts'
import type { ControlRefusal, ControlUnknown } from '#bff/evacuation/control.ts'
import { awsExchange } from '../aws/aws-exchange.ts'
import { parseJson, type ExchangeAnswer } from '../exchange.ts'
import { judgeArcFault } from './judge-arc-fault.ts'
import type { ArcSettings } from './settings.ts'
import { CONTENT_TYPE, RoutingControls, SERVICE, targetHeader, type UpdateStates } from './wire.ts'

type Endpoint = ArcSettings['endpoints'][number]
type Failure = ControlRefusal | ControlUnknown

/** The five endpoints of a cluster, of which any may be gone with its region. */
export interface Cluster {
  /** Asks one endpoint after another until one answers; and which one did. */
  states(until: number): Promise<{ kind: 'states'; on: ReadonlyMap<string, boolean>; by: Endpoint } | Failure>
  /** Asks this one alone: a second try elsewhere could overtake the first. */
  update(endpoint: Endpoint, update: UpdateStates, until: number): Promise<{ kind: 'updated' } | Failure>
}

const MOST_PAGES = 20

export function createCluster(input: { settings: ArcSettings; clock: Clock; signal: AbortSignal }): Cluster {
  const { settings, clock, signal } = input
  const { endpoints } = settings
  // Where the last answer came from is asked first.
  let first = 0

  function ask(endpoint: Endpoint, operation: Parameters<typeof targetHeader>[0], body: object, limitMs: number) {
    return awsExchange({
      url: endpoint.url,
      method: 'POST',
      headers: { 'content-type': CONTENT_TYPE, 'x-amz-target': targetHeader(operation) },
      body: JSON.stringify(body),
      limitMs,
      signal,
      now: () => clock.now(),
      credentials: settings.credentials,
      service: SERVICE,
      region: endpoint.region,
    })
  }

  async function statesBy(endpoint: Endpoint, until: number): Promise<ReadonlyMap<string, boolean> | ExchangeAnswer> {
    const on = new Map<string, boolean>()
    let token: string | null | undefined
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const body = { ControlPanelArn: settings.controlPanelArn, ...(token ? { NextToken: token } : {}) }
      const answer = await ask(endpoint, 'ListRoutingControls', body, until - clock.now())
      if (answer.kind !== 'answered' || answer.status !== 200) return answer
      const listed = RoutingControls.safeParse(parseJson(answer.text))
      if (!listed.success) return { kind: 'no-answer', why: 'an answer that is no list of routing controls' }
      for (const each of listed.data.RoutingControls) on.set(each.RoutingControlArn, each.RoutingControlState === 'On')
      token = listed.data.NextToken
      if (!token) break
    }
    return on
  }

  return {
    async states(until) {
      let failure: Failure = { kind: 'unknown', why: 'no endpoint was asked' }
      for (let tried = 0; tried < endpoints.length; tried += 1) {
        const index = (first + tried) % endpoints.length
        const endpoint = endpoints[index]
        if (endpoint === undefined) continue
        // A dark endpoint must leave time for the next ones.
        const share = (until - clock.now()) / Math.min(3, endpoints.length - tried)
        const answer = await statesBy(endpoint, clock.now() + share)
        if (!('kind' in answer)) {
          first = index
          return { kind: 'states', on: answer, by: endpoint }
        }
        failure = judgeArcFault(answer)
        if (failure.kind === 'refused' && failure.cause !== 'unreachable' && failure.cause !== 'busy') return failure
      }
      return failure
    },
    async update(endpoint, update, until) {
      const answer = await ask(endpoint, 'UpdateRoutingControlStates', update, until - clock.now())
      return answer.kind === 'answered' && answer.status === 200 ? { kind: 'updated' } : judgeArcFault(answer)
    },
  }
}
