import { createHash } from 'node:crypto'
import { z } from 'zod'
import { localPersonId, type PersonId } from '#contract/access.ts'
import type { Person } from '#contract/people.ts'
import { Role } from '#contract/permissions.ts'
import type { PersonRow } from '#bff/store/access-schema.ts'

/** The origin of people of this machine. */
export const LOCAL = 'local'

const Roles = z.array(Role)

export function rolesFromText(text: string): Role[] {
  return Roles.parse(JSON.parse(text))
}

/** Each role once, always in the same order, so that equal sets are equal texts. */
export function rolesToText(roles: readonly Role[]): string {
  return JSON.stringify(Role.options.filter((role) => roles.includes(role)))
}

/** What they may act as now: what they were given without what was taken; nothing while blocked. */
export function effectiveRoles(row: PersonRow): Role[] {
  if (row.blocked_at !== null) return []
  const withheld = rolesFromText(row.withheld)
  return rolesFromText(row.roles).filter((role) => !withheld.includes(role))
}

/** Same subject, other issuer: another person. */
export function federatedPersonId(kind: 'oidc' | 'proxy', origin: string, subject: string): PersonId {
  const hash = createHash('sha256')
    .update(JSON.stringify([origin, subject]))
    .digest('base64url')
  return `${kind}:${hash.slice(0, 22)}`
}

export function newLocalPerson(input: {
  name: string
  roles: readonly Role[]
  configured: boolean
  now: number
}): PersonRow {
  const id = localPersonId(input.name)
  return {
    id,
    origin: LOCAL,
    subject: id,
    name: input.name,
    login: input.name.toLowerCase(),
    roles: rolesToText(input.roles),
    withheld: '[]',
    configured: input.configured ? 1 : 0,
    blocked_at: null,
    created_at: input.now,
    last_seen_at: null,
  }
}

export function personOfRow(row: PersonRow, withCodes: ReadonlySet<string>): Person {
  return {
    id: row.id,
    name: row.name,
    login: row.login,
    origin: row.origin,
    roles: effectiveRoles(row),
    withheld: rolesFromText(row.withheld),
    isConfigured: row.configured === 1,
    blockedAt: row.blocked_at,
    lastSeenAt: row.last_seen_at,
    hasCodes: withCodes.has(row.id),
  }
}
