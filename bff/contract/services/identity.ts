import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, SourceId } from '../ids.ts'

/** What a name was told of. */
export const FactKind = z.enum(['traffic', 'breakers', 'instances', 'alerts', 'hosts', 'ownership'])
export type FactKind = z.infer<typeof FactKind>

/** How a name came to stand for a service: as it is, in its plain form, by a list, or by a rule. */
export const JoinedBy = z.enum(['same', 'plain-form', 'name', 'rule'])
export type JoinedBy = z.infer<typeof JoinedBy>

/** One name as one source writes it, and whom it was taken for. */
export const IdentityEntry = z.strictObject({
  source: SourceId,
  tells: FactKind,
  name: z.string(),
  regions: z.array(RegionId),
  /** How many facts bear the name. */
  facts: z.number().int().min(0),
  /** Null where no service of the fleet is meant, as far as is known. */
  service: ServiceId.nullable(),
  by: JoinedBy.nullable(),
  /** Which line of the configuration: `identity.rules[2]`. */
  line: z.string().nullable(),
  /** Services whose names are like it, the likest first; for what did not join. */
  like: z.array(ServiceId),
})
export type IdentityEntry = z.infer<typeof IdentityEntry>

/** `GET /api/v1/identity`: nothing is dropped silently. */
export const IdentityReport = z.strictObject({
  at: EpochMs,
  joined: z.array(IdentityEntry),
  unmatched: z.array(IdentityEntry),
  /** Rules and names of the configuration that met nothing. */
  idle: z.array(z.string()),
})
export type IdentityReport = z.infer<typeof IdentityReport>
