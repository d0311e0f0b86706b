import type { WriteIntent } from '#bff/evacuation/control.ts'
import { quoted, variableOf } from '../shell.ts'
import { isServed } from './lua-record.ts'
import { zoneAddress } from './powerdns-api.ts'
import { changeOf } from './rrset-change.ts'
import type { PowerdnsInstance, PowerdnsSettings } from './settings.ts'

/** The same PATCH by curl, with the key in a variable. */
export function powerdnsByHand(settings: PowerdnsSettings, intent: WriteIntent): string {
  const instance = settings.instances.find(({ id }) => id === intent.instance)
  if (instance === undefined) return fail(`there is no instance ${intent.instance}`)
  const rrsets = []
  for (const { segment: id, weights } of intent.splits) {
    const segment = settings.segments.find((each) => each.id === id)
    const isWhole = settings.targets.every((target) => weights[target.id] !== undefined)
    if (segment === undefined || !isWhole || !isServed(weights)) {
      return fail(`segment ${id} needs the weight of every target, and one above zero`)
    }
    rrsets.push(changeOf({ settings, record: segment.record, weights, mark: intent.mark }))
  }
  const body = quoted(JSON.stringify({ rrsets }))
  const address = quoted(zoneAddress(instance, settings.zone))
  return `curl -sS --fail-with-body --max-time 10 -X PATCH ${keyOf(settings)} -H 'Content-Type: application/json' --data-binary ${body} ${address}`
}

/** The record and, since an accepted record may be one that nobody can answer, every nameserver's answer. */
export function powerdnsReadByHand(settings: PowerdnsSettings, id: string): string {
  const instance = settings.instances.find((each) => each.id === id)
  if (instance === undefined) return fail(`there is no instance ${id}`)
  return settings.segments
    .flatMap(({ record }) => [readLine(settings, instance, record), ...digLines(instance, record)])
    .join('; ')
}

function readLine(settings: PowerdnsSettings, instance: PowerdnsInstance, record: string): string {
  const address = `${zoneAddress(instance, settings.zone)}?rrset_name=${encodeURIComponent(record)}&rrset_type=LUA`
  return `curl -sS --fail-with-body --max-time 10 ${keyOf(settings)} ${quoted(address)}; echo`
}

function digLines(instance: PowerdnsInstance, record: string): string[] {
  return instance.nameservers.map(
    ({ address, port }) => `dig +time=2 +tries=1 +short @${address} -p ${port} ${quoted(record)} A`,
  )
}

function keyOf({ id }: PowerdnsSettings): string {
  return `-H "X-API-Key: $${variableOf(id, 'API_KEY')}"`
}

function fail(why: string): string {
  return `echo ${quoted(why)} >&2; false`
}
