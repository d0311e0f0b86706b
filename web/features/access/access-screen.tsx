import { useQuery } from '@tanstack/react-query'
import type { Permission } from '#contract/permissions.ts'
import { sessionQuery } from '#web/api/session.ts'
import { rolesFor, rolesQuery } from '#web/api/people.ts'
import { access as words, roleNames } from '#web/messages/access-en.ts'
import { nav } from '#web/messages/en.ts'
import { ForbiddenState } from '#web/ui/forbidden-state.tsx'
import classes from './access.module.css'
import { CodesSection } from './codes-section.tsx'
import { PeopleSection } from './people-section.tsx'
import { RolesSection } from './roles-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TokensSection } from './tokens-section.tsx'

/** Who you are here, who else there is, and what each may do. */
export function AccessScreen() {
  const { data: session } = useQuery(sessionQuery())
  const signedIn = session?.signedIn ?? null
  const may = (permission: Permission) => signedIn?.permissions.includes(permission) === true
  return (
    <div className={classes.screen}>
      <h1 className={classes.title}>{nav.access}</h1>
      <p className={classes.quiet}>{nav.accessHint}.</p>
      {session === undefined || signedIn === null ? (
        <p className={classes.quiet} role="status">
          {words.loading}
        </p>
      ) : (
        <>
          <CodesSection signedIn={signedIn} />
          <RolesSection />
          {may('people.manage') ? (
            <>
              <PeopleSection mode={session.mode} />
              <SessionsSection />
            </>
          ) : (
            <Forbidden what={words.people.title} permission="people.manage" />
          )}
          {may('tokens.manage') ? (
            <TokensSection />
          ) : (
            <Forbidden what={words.tokens.title} permission="tokens.manage" />
          )}
        </>
      )}
    </div>
  )
}

function Forbidden({ what, permission }: { what: string; permission: Permission }) {
  const { data } = useQuery(rolesQuery())
  const needed = data === undefined ? [] : rolesFor(permission, data)
  return (
    <section className={classes.section}>
      <ForbiddenState what={what} needed={needed.map(({ role, holders }) => ({ role: roleNames[role], holders }))} />
    </section>
  )
}
