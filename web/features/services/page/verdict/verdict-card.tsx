import { ageText } from '#web/messages/format.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import classes from './verdict-card.module.css'
import type { Verdict } from './verdict.ts'

/** The first thing read: is it well, and if not, what is wrong and where. */
export function VerdictCard({ verdict, oldMs }: { verdict: Verdict; oldMs: number | null }) {
  const { health, sentence, rest, also, changed } = verdict
  const isOld = oldMs !== null
  const asOf = !isOld ? null : Number.isFinite(oldMs) ? words.verdict.asOf(ageText(oldMs)) : words.verdict.never
  return (
    <section className={classes.card} data-health={health} data-old={isOld || undefined} aria-label={sentence}>
      <p className={classes.sentence}>
        <HealthMark health={health} size={13} label={healthWords[health]} />
        {asOf !== null && <span>{asOf}</span>}
        {/* The age counts; only the verdict itself is announced. */}
        <strong role="status">{sentence}</strong>
      </p>
      {rest.length > 0 && <p className={classes.rest}>{rest.join(' · ')}</p>}
      {also.length > 0 && (
        <p className={classes.rest}>
          {words.verdict.alsoIll} {also.join(' · ')}
        </p>
      )}
      {changed !== null && (
        <p className={classes.changed}>
          <span>{words.verdict.changed}</span> {words.verdict.changedBefore(changed.title, changed.ago)}
        </p>
      )}
    </section>
  )
}
