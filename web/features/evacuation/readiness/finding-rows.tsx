import type { ReadinessFinding } from '#contract/evacuation/api.ts'
import { readinessWords as words } from '#web/messages/readiness-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { MARK_OF_STATE, WORST_FIRST } from './readiness-tones.ts'
import { toldOf } from './told.ts'
import classes from './readiness.module.css'

/** Everything that was looked at, the worst first; what is ready stands there too, so that nothing seems forgotten. */
export function FindingRows({ findings }: { findings: readonly ReadinessFinding[] }) {
  const rows = findings.toSorted((one, other) => WORST_FIRST.indexOf(one.state) - WORST_FIRST.indexOf(other.state))
  return (
    <ul className={classes.findings}>
      {rows.map(({ about, state, says }) => (
        <li key={`${about}/${says}`} data-state={state}>
          <HealthMark health={MARK_OF_STATE[state]} size={11} label={words.states[state]} />
          <span className={classes.about}>{words.about[about]}</span>
          <span>{toldOf(says)}</span>
        </li>
      ))}
    </ul>
  )
}
