import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { forbidden as words } from '#web/messages/access-en.ts'
import { EmptyState } from './empty-state.tsx'

export interface ForbiddenStateProps {
  /** What cannot be seen or done, as its heading would say. */
  what: string
  /** Any of these roles is enough; with who holds it. Empty while that is not known yet. */
  needed: readonly { role: string; holders: readonly string[] }[]
  headingLevel?: 'h1' | 'h2'
}

/** Stands where a screen or a part of one should that these roles do not open: says which does, and whom to ask. */
export function ForbiddenState({ what, needed, headingLevel = 'h2' }: ForbiddenStateProps) {
  const roles = needed.map(({ role }) => role)
  return (
    <EmptyState title={words.title(what)} icon={<IconLock size={34} stroke={1.6} />} headingLevel={headingLevel}>
      {roles.length > 0 && (
        <>
          <p>
            {words.needs(roles.join(words.or))} {words.heldBy}
          </p>
          <ul>
            {needed.map(({ role, holders }) => (
              <li key={role}>{words.held(role, holders.length === 0 ? words.nobody : holders.join(', '))}</li>
            ))}
          </ul>
        </>
      )}
    </EmptyState>
  )
}
