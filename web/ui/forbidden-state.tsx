import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { forbidden as words } from '#web/messages/access-en.ts'
import classes from './forbidden-state.module.css'

export interface ForbiddenStateProps {
  /** What cannot be seen or done, as its heading would say. */
  what: string
  /** Any of these roles is enough; with who holds it. Empty while that is not known yet. */
  needed: readonly { role: string; holders: readonly string[] }[]
  headingLevel?: 'h1' | 'h2'
}

/** Stands where a screen or a part of one should that these roles do not open: says which does, and whom to ask. */
export function ForbiddenState({ what, needed, headingLevel: Heading = 'h2' }: ForbiddenStateProps) {
  return (
    <div className={classes.frame}>
      <IconLock size={20} stroke={1.6} className={classes.icon} aria-hidden />
      <div>
        <Heading className={classes.title}>{words.title(what)}</Heading>
        {needed.length > 0 && (
          <>
            <p className={classes.words}>{words.needs(needed.map(({ role }) => role).join(words.or))}</p>
            <dl className={classes.holders}>
              {needed.map(({ role, holders }) => (
                <div key={role}>
                  <dt>{words.heldBy(role)}</dt>
                  <dd>{holders.length === 0 ? words.nobody : holders.join(', ')}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
    </div>
  )
}
