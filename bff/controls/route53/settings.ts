import { z } from 'zod'
import { PlaneId, PlaneTarget, SegmentId } from '#contract/evacuation/plane.ts'
import { RegionId, ServiceId } from '#contract/ids.ts'
import { AwsCredentials } from '../aws/credentials.ts'

/**
 * One entry of `controls:` with `kind: route53`: weighted record sets of a hosted zone. Their weights alone are changed;
 * addresses, aliases and health checks stay as they are. Route 53 takes changes in us-east-1: for an evacuation of that
 * region use ARC or nameservers of your own as well.
 */

export const ROUTE53_MOST_WEIGHT = 255

const DnsName = z
  .string()
  .max(255)
  .regex(/^(?:[a-z0-9_*\\-]{1,63}\.)+$/, 'a name in small letters that ends with a dot')

export const Route53Target = PlaneTarget.extend({
  /** The SetIdentifier of its record sets; the id where absent. */
  setIdentifier: z.string().min(1).max(128).optional(),
})

export const Route53Settings = z.strictObject({
  id: PlaneId,
  kind: z.literal('route53'),
  hostedZoneId: z.string().regex(/^[A-Z0-9]{1,32}$/, 'the id of a hosted zone such as Z123ABC'),
  credentials: AwsCredentials,
  endpoint: z.url({ protocol: /^https?$/ }).default('https://route53.amazonaws.com'),
  /** The name and type of each segment's weighted record sets. */
  segments: z
    .array(z.strictObject({ id: SegmentId, name: DnsName, type: z.enum(['A', 'AAAA', 'CNAME']) }))
    .min(1)
    .max(100),
  targets: z.array(Route53Target).min(1).max(50),
  services: z.array(ServiceId).optional(),
  /** From INSYNC to moved traffic the records' time to live goes by, ms. */
  effectDelayMs: z
    .strictObject({ usual: z.number().min(0).default(120_000), worst: z.number().min(0).default(300_000) })
    .prefault({}),
  /** Your region that us-east-1 is, where one of yours is. */
  livesIn: RegionId.optional(),
})
export type Route53Settings = z.infer<typeof Route53Settings>
export type Route53Segment = Route53Settings['segments'][number]

export function setIdentifierOf(target: Route53Settings['targets'][number]): string {
  return target.setIdentifier ?? target.id
}
