import type { PersonId } from '#contract/access.ts'
import type { Role } from '#contract/permissions.ts'
import type { PersonRow } from '#bff/store/access-schema.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import { rolesFromText, rolesToText } from './person-row.ts'

/** Somebody whom an issuer or a proxy vouches for. */
export interface VouchedPerson {
  id: PersonId
  origin: string
  subject: string
  name: string
  login: string
  roles: readonly Role[]
}

/**
 * Takes over what the issuer says of a person now. Other roles than before are a change of roles: it is written down,
 * and the secrets of their sessions are exchanged.
 */
export async function keepVouchedPerson(
  tx: TransactionScope,
  vouched: VouchedPerson,
  by: { now: number; requestId: string },
): Promise<PersonRow> {
  const known = await tx.people.get(vouched.id)
  const roles = rolesToText(vouched.roles)
  const row: PersonRow = {
    withheld: '[]',
    configured: 0,
    blocked_at: null,
    created_at: by.now,
    ...known,
    id: vouched.id,
    origin: vouched.origin,
    subject: vouched.subject,
    name: nameOf(vouched.name) || 'Nameless',
    login: vouched.login.trim().toLowerCase().slice(0, 200),
    roles,
    last_seen_at: by.now,
  }
  await tx.people.put(row)
  if (known !== undefined && known.roles !== roles) {
    await tx.sessions.makeRotationDue(row.id)
    await tx.appendAudit({
      at: by.now,
      actor: `system:${vouched.origin}`,
      action: 'person.roles',
      subject: row.id,
      detail: { name: row.name, before: rolesFromText(known.roles), after: rolesFromText(roles) },
      requestId: by.requestId,
    })
  }
  return row
}

function nameOf(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}<>]/gu, '')
    .slice(0, 80)
    .trim()
}
