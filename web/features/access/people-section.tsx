import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Person } from '#contract/people.ts'
import { Role } from '#contract/permissions.ts'
import type { AccessMode } from '#contract/session.ts'
import { addPersonMutation, peopleQuery, putBlockedMutation, putRolesMutation } from '#web/api/people.ts'
import { access, roleNames } from '#web/messages/access-en.ts'
import { ageText } from '#web/messages/format.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './access.module.css'
import { RolePicker } from './role-picker.tsx'
import { TextForm } from './text-form.tsx'
import { useRoleSet } from './use-role-set.ts'
import { useServerNow } from './use-server-now.ts'

const words = access.people

/** Everybody known here: what they may act as, and whether they are let in. */
export function PeopleSection({ mode }: { mode: AccessMode }) {
  const { data, error } = useQuery(peopleQuery())
  const refresh = useRefreshPeople()
  const roles = useMutation({ ...putRolesMutation(), onSuccess: refresh })
  const blocked = useMutation({ ...putBlockedMutation(), onSuccess: refresh })
  const problem = error ?? roles.error ?? blocked.error
  return (
    <section className={classes.section}>
      <h2 className={classes.sectionTitle}>{words.title}</h2>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem.message}
        </p>
      )}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.from}</th>
              {Role.options.map((role) => (
                <th key={role} scope="col">
                  {roleNames[role]}
                </th>
              ))}
              <th scope="col">{words.seen}</th>
              <th scope="col">
                <span className="visually-hidden">{words.block}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data?.people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                busy={roles.isPending || blocked.isPending}
                onRoles={(next) => roles.mutate({ id: person.id, roles: next })}
                onBlocked={(next) => blocked.mutate({ id: person.id, blocked: next })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {mode === 'local' && <AddPerson onAdded={refresh} />}
    </section>
  )
}

function useRefreshPeople(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const key of ['people', 'roles', 'sessions']) void queries.invalidateQueries({ queryKey: [key] })
  }
}

interface PersonRowProps {
  person: Person
  busy: boolean
  onRoles: (roles: Role[]) => void
  onBlocked: (blocked: boolean) => void
}

function PersonRow({ person, busy, onRoles, onBlocked }: PersonRowProps) {
  const now = useServerNow()
  const isBlocked = person.blockedAt !== null
  const toggle = (role: Role) =>
    onRoles(person.roles.includes(role) ? person.roles.filter((one) => one !== role) : [...person.roles, role])
  return (
    <tr data-blocked={isBlocked || undefined}>
      <th scope="row">{person.name}</th>
      <td>{person.origin === 'local' ? words.local : person.origin}</td>
      {Role.options.map((role) => (
        <td key={role}>
          <input
            type="checkbox"
            className={classes.check}
            aria-label={words.roleOf(roleNames[role], person.name)}
            checked={person.roles.includes(role)}
            disabled={busy || isBlocked || person.isConfigured}
            title={person.isConfigured ? words.configured : undefined}
            onChange={() => toggle(role)}
          />
        </td>
      ))}
      <td>{person.lastSeenAt === null ? words.never : ageText(now - person.lastSeenAt)}</td>
      <td>
        <ActionButton size="small" onClick={() => onBlocked(!isBlocked)} disabled={busy}>
          {isBlocked ? words.unblock : words.block}
        </ActionButton>
      </td>
    </tr>
  )
}

function AddPerson({ onAdded }: { onAdded: () => void }) {
  const { roles, toggle } = useRoleSet(['viewer'])
  const add = useMutation({ ...addPersonMutation(), onSuccess: onAdded })
  return (
    <details className={classes.more}>
      <summary>{words.add}</summary>
      <p className={classes.quiet}>{words.addHint}</p>
      <TextForm
        fields={[{ name: 'name', label: words.addName, autoComplete: 'off' }]}
        action={words.addAction}
        busy={add.isPending}
        onSend={({ name = '' }) => add.mutate({ name, roles })}
      >
        <RolePicker roles={roles} onToggle={toggle} />
      </TextForm>
      {add.isError && (
        <p className={classes.problem} role="alert">
          {add.error.message}
        </p>
      )}
    </details>
  )
}
