import { Role } from '#contract/permissions.ts'
import type { PersonRow } from '#bff/store/access-schema.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import type { AccessGround } from './access-ground.ts'
import { LOCAL, newLocalPerson, rolesFromText, rolesToText } from './person-row.ts'

/**
 * Brings the people of this machine in line with the configuration at the start: those listed get the roles of the list,
 * those who were listed and are no more lose theirs. Each difference is a change of roles like any other.
 */
export async function keepConfiguredPeople(ground: AccessGround, requestId: string): Promise<void> {
  const wanted = wantedPeople(ground)
  await ground.store.transaction(async (tx) => {
    const known = await tx.people.list()
    for (const row of wanted.values())
      await keep(
        tx,
        ground,
        row,
        known.find(({ id }) => id === row.id),
        requestId,
      )
    for (const row of known) {
      if (row.origin !== LOCAL || row.configured === 0 || wanted.has(row.id)) continue
      await keep(tx, ground, { ...row, roles: '[]', configured: 0 }, row, requestId)
    }
  })
}

function wantedPeople({ settings, operatorName, clock }: AccessGround): ReadonlyMap<string, PersonRow> {
  const people = new Map<string, PersonRow>()
  if (settings.mode !== 'local') return people
  const listed = [{ name: operatorName, roles: settings.operator.roles }, ...settings.people]
  for (const { name, roles } of listed) {
    const row = newLocalPerson({ name, roles, configured: true, now: clock.now() })
    people.set(row.id, row)
  }
  return people
}

async function keep(
  tx: TransactionScope,
  { clock }: AccessGround,
  wanted: PersonRow,
  known: PersonRow | undefined,
  requestId: string,
): Promise<void> {
  const before = known === undefined ? [] : rolesFromText(known.roles)
  const after = rolesFromText(wanted.roles)
  const row = known === undefined ? wanted : { ...known, roles: wanted.roles, configured: wanted.configured }
  await tx.people.put(row)
  if (rolesToText(before) === rolesToText(after)) return
  await tx.sessions.makeRotationDue(row.id)
  await tx.appendAudit({
    at: clock.now(),
    actor: 'system:configuration',
    action: known === undefined ? 'person.add' : 'person.roles',
    subject: row.id,
    detail: { name: row.name, before, after: Role.options.filter((role) => after.includes(role)) },
    requestId,
  })
}
