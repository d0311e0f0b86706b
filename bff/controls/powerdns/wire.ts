import { z } from 'zod'

/** What PowerDNS says over its API; only what is read here. Answers that are no JSON come as plain text. */

const Rrset = z.object({
  name: z.string(),
  type: z.string(),
  ttl: z.number().optional(),
  records: z.array(z.object({ content: z.string(), disabled: z.boolean().optional() })),
  comments: z.array(z.object({ content: z.string(), account: z.string().optional() })).default([]),
})
export type Rrset = z.infer<typeof Rrset>

export const Zone = z.object({
  /** One more with each write to the zone, by whomever. */
  serial: z.number().int().min(0),
  /** What nameservers say in their SOA. */
  edited_serial: z.number().int().min(0).optional(),
  rrsets: z.array(Rrset).default([]),
})
export type Zone = z.infer<typeof Zone>

export const ServerFault = z.object({ error: z.string() })

export const OUR_ACCOUNT = 'spillway'

/** The comment beside a record that says whose it is. */
export const CommentMark = z.strictObject({
  spillway: z.literal(1),
  planId: z.string(),
  epoch: z.number().int(),
  step: z.number().int(),
})

export interface RrsetChange {
  name: string
  type: 'LUA'
  ttl: number
  changetype: 'REPLACE'
  records: { content: string; disabled: false }[]
  comments: { content: string; account: string; modified_at?: number }[]
}
