import type { Clock } from '#bff/clock.ts'
import type { ControlRefusal, ControlUnknown } from '#bff/evacuation/control.ts'
import { exchange, parseJson, type ExchangeAnswer } from '../exchange.ts'
import type { PowerdnsInstance } from './settings.ts'
import { ServerFault, Zone, type RrsetChange } from './wire.ts'

/** One PowerDNS for the length of one call: everything it is asked shares the call's time limit. */
export interface PowerdnsApi {
  leftMs(): number
  /** The zone's serial, with the records of one name or with none but the zone's own. */
  zone(name?: string): Promise<{ kind: 'zone'; zone: Zone } | ControlRefusal | ControlUnknown>
  /** All of them or none. */
  change(rrsets: readonly RrsetChange[]): Promise<{ kind: 'changed' } | ControlRefusal | ControlUnknown>
}

export function createPowerdnsApi(input: {
  instance: PowerdnsInstance
  zone: string
  until: number
  clock: Clock
  signal: AbortSignal
}): PowerdnsApi {
  const { instance, clock, until, signal } = input
  const base = zoneAddress(instance, input.zone)
  const ask = (method: 'GET' | 'PATCH', url: string, body?: string) =>
    exchange({
      url,
      method,
      headers: {
        'x-api-key': instance.apiKey,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      limitMs: until - clock.now(),
      signal,
      now: () => clock.now(),
    })
  return {
    leftMs: () => until - clock.now(),
    async zone(name) {
      const query = name === undefined ? '' : `?rrset_name=${encodeURIComponent(name)}&rrset_type=LUA`
      const answer = await ask('GET', `${base}${query}`)
      if (answer.kind !== 'answered' || answer.status !== 200) return failureOf(answer)
      const zone = Zone.safeParse(parseJson(answer.text))
      return zone.success
        ? { kind: 'zone', zone: zone.data }
        : { kind: 'unknown', why: 'an answer that is not a zone as PowerDNS describes one' }
    },
    async change(rrsets) {
      const answer = await ask('PATCH', base, JSON.stringify({ rrsets }))
      return answer.kind === 'answered' && answer.status === 204 ? { kind: 'changed' } : failureOf(answer)
    },
  }
}

export function zoneAddress({ url, server }: PowerdnsInstance, zone: string): string {
  return `${url.replace(/\/+$/, '')}/api/v1/servers/${server}/zones/${encodeURIComponent(zone)}`
}

/**
 * PowerDNS applies a PATCH as a whole or not at all, and says 4xx for what it did not take. A 500 of a locked database
 * has written nothing either, but other 500s and whatever a proxy before it says tell nothing.
 */
function failureOf(answer: ExchangeAnswer): ControlRefusal | ControlUnknown {
  if (answer.kind === 'not-sent') return { kind: 'refused', cause: 'unreachable', why: answer.why }
  if (answer.kind === 'no-answer') return { kind: 'unknown', why: answer.why }
  const { status } = answer
  const fault = ServerFault.safeParse(parseJson(answer.text))
  const words = fault.success ? fault.data.error : answer.text
  const why = `status ${status}: ${words.replaceAll(/\s+/g, ' ').trim().slice(0, 300) || 'without a reason'}`
  const cause = CAUSE_OF[status]
  if (cause === undefined) return { kind: 'unknown', why }
  return { kind: 'refused', cause, why, ...(answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }) }
}

const CAUSE_OF: Readonly<Record<number, ControlRefusal['cause']>> = {
  400: 'invalid',
  401: 'credentials',
  403: 'credentials',
  404: 'invalid',
  409: 'conflict',
  413: 'invalid',
  422: 'invalid',
  429: 'busy',
}
