import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'
import { InstanceId, PlaneId, PlaneTarget, SegmentId } from '#contract/evacuation/plane.ts'
import { RegionId, ServiceId } from '#contract/ids.ts'

/**
 * One entry of `controls:` with `kind: powerdns`: public names answered by weighted LUA records of a PowerDNS
 * Authoritative Server (`api=yes`, `enable-lua-records=yes`). Each segment is a record of its own, made from a template
 * and never from free text; who belongs to which segment can be told by a further name (`chooser`).
 */

const MOST_WEIGHT = 10_000

/** As the API wants it, and nothing that could end a quotation. */
const DnsName = z
  .string()
  .max(254)
  .regex(/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+$/, 'a name in small letters that ends with a dot')

const Address = z.string().refine((text) => isIPv4(text) || isIPv6(text), 'an IPv4 or IPv6 address')

const Network = z.string().refine((text) => isNetwork(text), 'a network such as 192.0.2.0/24')

const Url = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}, 'an address without user, password, ? and #')

export const Nameserver = z.strictObject({
  /** What it is called in messages. */
  id: InstanceId,
  address: Address,
  port: z.number().int().min(1).max(65_535).default(53),
})
export type Nameserver = z.infer<typeof Nameserver>

export const PowerdnsTarget = PlaneTarget.extend({
  /** What users are sent to: a target's weight is dealt evenly to its addresses of a family. */
  addresses: z.array(Address).min(1).max(32),
})
export type PowerdnsTarget = z.infer<typeof PowerdnsTarget>

export const PowerdnsSegment = z.strictObject({
  id: SegmentId,
  /** The name whose LUA record is written. */
  record: DnsName,
  /** Who is sent to it by the chooser; the segment without any is for everybody else. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'a country such as DE'))
    .max(250)
    .default([]),
  continents: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'a continent such as EU'))
    .max(7)
    .default([]),
  networks: z.array(Network).max(100).default([]),
})
export type PowerdnsSegment = z.infer<typeof PowerdnsSegment>

export const PowerdnsSettings = z
  .strictObject({
    id: PlaneId,
    kind: z.literal('powerdns'),
    /** Each with a database of its own; secondaries of one are its nameservers. */
    instances: z
      .array(
        z.strictObject({
          id: InstanceId,
          /** The address of its webserver, without /api/v1. */
          url: Url,
          /** Sent as X-API-Key, never printed. */
          apiKey: z.string().min(1).max(1_000),
          /** Its name for itself. */
          server: z
            .string()
            .regex(/^[A-Za-z0-9_.-]{1,100}$/)
            .default('localhost'),
          /** All that answer with its data: an accepted record is only believed when each of them answers it. */
          nameservers: z.array(Nameserver).min(1).max(16),
          livesIn: RegionId.optional(),
        }),
      )
      .min(1)
      .max(16),
    zone: DnsName,
    segments: z.array(PowerdnsSegment).min(1).max(250),
    /** The name that sends users to their segment's record; the driver never writes it, `npm run doctor` compares it. */
    chooser: DnsName.optional(),
    targets: z.array(PowerdnsTarget).min(1).max(64),
    /** Seconds an answer may be kept: how long clients may take to follow. */
    ttl: z.number().int().min(0).max(86_400).default(30),
    /** `random` deals each answer; `hashed` keeps one client at one address while weights stay. */
    choice: z.enum(['random', 'hashed']).default('random'),
    services: z.array(ServiceId).optional(),
  })
  .superRefine((settings, ctx) => {
    settings.segments.forEach((segment, index) => {
      if (`.${segment.record}`.endsWith(`.${settings.zone}`)) return
      ctx.addIssue({ code: 'custom', path: ['segments', index, 'record'], message: `a name within ${settings.zone}` })
    })
    const records = settings.segments.map(({ record }) => record)
    records.forEach((record, index) => {
      if (records.indexOf(record) === index && record !== settings.chooser) return
      ctx.addIssue({ code: 'custom', path: ['segments', index, 'record'], message: 'a record of its own' })
    })
    const families = settings.targets.map(({ addresses }) => addresses.some((address) => isIPv4(address)))
    if (families.some((has) => has !== families[0]) || hasSixUnevenly(settings.targets)) {
      ctx.addIssue({
        code: 'custom',
        path: ['targets'],
        message: 'addresses of the same families (IPv4, IPv6) for each target',
      })
    }
  })
export type PowerdnsSettings = z.infer<typeof PowerdnsSettings>
export type PowerdnsInstance = PowerdnsSettings['instances'][number]

export const POWERDNS_MOST_WEIGHT = MOST_WEIGHT

function hasSixUnevenly(targets: readonly PowerdnsTarget[]): boolean {
  const has = targets.map(({ addresses }) => addresses.some((address) => isIPv6(address)))
  return has.some((each) => each !== has[0])
}

function isNetwork(text: string): boolean {
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? []
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128)
}
