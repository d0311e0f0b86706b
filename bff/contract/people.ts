import { z } from 'zod'
import { PersonId } from './access.ts'
import { EpochMs, Ulid } from './ids.ts'
import { Permission, Role } from './permissions.ts'

/** A name as it is shown; no control characters, so that it cannot forge a line anywhere. */
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}<>]+$/u, 'expected a name without control characters')
export type PersonName = z.infer<typeof PersonName>

/** A set: each role once. */
export const RoleSet = z
  .array(Role)
  .max(Role.options.length)
  .transform((roles) => Role.options.filter((role) => roles.includes(role)))

export const Person = z.strictObject({
  id: PersonId,
  name: z.string(),
  /** What one types to sign in by code. */
  login: z.string(),
  /** Where they come from: this machine, or the issuer or proxy that vouches for them. */
  origin: z.string(),
  /** What they may act as now. */
  roles: z.array(Role),
  /** What the identity provider would give and an admin has taken. */
  withheld: z.array(Role),
  /** Listed in the configuration file: their roles are changed there. */
  isConfigured: z.boolean(),
  blockedAt: EpochMs.nullable(),
  lastSeenAt: EpochMs.nullable(),
  hasCodes: z.boolean(),
})
export type Person = z.infer<typeof Person>
export const People = z.strictObject({ people: z.array(Person) })
export type People = z.infer<typeof People>

/** `POST /api/v1/people`: somebody of this machine (mode `local`). */
export const NewPerson = z.strictObject({ name: PersonName, roles: RoleSet })
export type NewPerson = z.infer<typeof NewPerson>

/** `PUT /api/v1/people/:id/roles`. Of people an identity provider vouches for, only roles it gives can be left or taken. */
export const PutRoles = z.strictObject({ roles: RoleSet })
export type PutRoles = z.infer<typeof PutRoles>
export const PutBlocked = z.strictObject({ blocked: z.boolean() })
export type PutBlocked = z.infer<typeof PutBlocked>

/** `POST /api/v1/people/:id/links`, from the terminal alone. */
export const SignInLink = z.strictObject({ name: z.string(), url: z.url(), endsAt: EpochMs })
export type SignInLink = z.infer<typeof SignInLink>

export const LiveSession = z.strictObject({
  id: Ulid,
  personId: PersonId,
  name: z.string(),
  /** How it began. */
  way: z.string(),
  startedAt: EpochMs,
  seenAt: EpochMs,
  stepUpAt: EpochMs.nullable(),
  isYours: z.boolean(),
  /** It takes part in a running evacuation and does not time out. */
  isTakingPart: z.boolean(),
})
export type LiveSession = z.infer<typeof LiveSession>
export const LiveSessions = z.strictObject({ sessions: z.array(LiveSession) })
export type LiveSessions = z.infer<typeof LiveSessions>

/** `GET /api/v1/roles`: what each role may do, and who holds it, so that a refusal can say whom to ask. */
export const RoleHolders = z.strictObject({
  roles: z.array(
    z.strictObject({
      role: Role,
      permissions: z.array(Permission),
      /** Names; at most twenty. */
      holders: z.array(z.string()),
      more: z.number().int().min(0),
    }),
  ),
})
export type RoleHolders = z.infer<typeof RoleHolders>
