import type { RegionsReadiness } from '#contract/evacuation/api.ts'
import { readinessWords as words } from '#web/messages/readiness-en.ts'
import { toldOf } from './told.ts'
import classes from './readiness.module.css'

/** Which numbers nobody measured, and where each is entered. */
export function GuessRows({ guesses }: { guesses: RegionsReadiness['regions'][number]['guesses'] }) {
  return (
    <section className={classes.section}>
      <h3 className="group-label">{words.guesses}</h3>
      <p className={classes.quiet}>{guesses.length === 0 ? words.guessesNone : words.guessesLead}</p>
      <ul className={classes.guesses}>
        {guesses.map(({ says, enter }) => (
          <li key={says}>
            <span>{toldOf(says)}</span>
            {enter === null ? <span className={classes.quiet}>{words.learnt}</span> : <code>{enter}</code>}
          </li>
        ))}
      </ul>
    </section>
  )
}
