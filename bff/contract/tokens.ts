import { z } from 'zod'
import { EpochMs, Ulid } from './ids.ts'
import { PersonName, RoleSet } from './people.ts'
import { Role } from './permissions.ts'

/** What a script may be given: it never carries what asks for a fresh proof, whatever its roles. */
export const Token = z.strictObject({
  id: Ulid,
  name: z.string(),
  roles: z.array(Role),
  madeBy: z.string(),
  madeAt: EpochMs,
  endsAt: EpochMs,
  lastUsedAt: EpochMs.nullable(),
  revokedAt: EpochMs.nullable(),
})
export type Token = z.infer<typeof Token>
export const Tokens = z.strictObject({ tokens: z.array(Token) })
export type Tokens = z.infer<typeof Tokens>

export const LONGEST_TOKEN_DAYS = 365

/** `POST /api/v1/tokens`. */
export const NewToken = z.strictObject({
  name: PersonName,
  roles: RoleSet.refine((roles) => roles.length > 0, 'expected at least one role'),
  /** From now on. */
  days: z.number().int().min(1).max(LONGEST_TOKEN_DAYS).default(90),
})
export type NewToken = z.infer<typeof NewToken>

/** The only answer that ever holds the secret. */
export const MadeToken = z.strictObject({ token: Token, secret: z.string() })
export type MadeToken = z.infer<typeof MadeToken>
