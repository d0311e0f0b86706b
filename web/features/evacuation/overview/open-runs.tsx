import type { Run } from '#contract/evacuation/run.ts'
import { evacuateWords as words } from '#web/messages/evacuation-en.ts'
import { noticeWords } from '#web/messages/evacuation-notices-en.ts'
import { phaseWords, runWords } from '#web/messages/evacuation-run-en.ts'
import { ageText } from '#web/messages/format.ts'
import { formatShare } from '#web/messages/format-numbers.ts'
import { runUrl } from '#web/urls/urls.ts'
import { pauseTitleOf } from '../facts/pause-title.ts'
import { placesText } from '../facts/silent-places.ts'
import { countdownText } from '../run/run-header.tsx'
import classes from '../evacuate.module.css'

const LIVELY: readonly Run['phase'][] = ['running', 'paused', 'reconciling', 'rolling-back', 'evacuated']

/** What is under way is the one thing that matters. */
export function OpenRuns({ open, now }: { open: readonly Run[]; now: number }) {
  if (open.length === 0) return null
  const rows = open.toSorted((one, other) => Number(LIVELY.includes(other.phase)) - Number(LIVELY.includes(one.phase)))
  return (
    <section className={classes.section}>
      <h2 className="group-label">{words.open}</h2>
      <ul className={classes.open}>
        {rows.map((run) => (
          <li key={run.id}>
            <a className={classes.openCard} href={runUrl(run.id)} data-lively={LIVELY.includes(run.phase) || undefined}>
              <strong>{runWords.heads[run.plan.direction](run.plan.scope.region, run.phase)}</strong>
              <span>{stateText(run, now)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function stateText(run: Run, now: number): string {
  const share = run.shares.at(-1)?.observed[run.plan.scope.region] ?? null
  const parts = [
    pauseTitleOf(run) ?? phaseWords[run.phase],
    ...(run.wayBackAsked === null ? [] : [noticeWords.asked]),
    ...(run.leftOut.length === 0 ? [] : [noticeWords.without(placesText(run.leftOut))]),
    ...(LIVELY.includes(run.phase) && run.phase !== 'evacuated'
      ? [runWords.stepOf(Math.min(run.step + 1, run.plan.steps.length), run.plan.steps.length)]
      : []),
    ...(share === null ? [] : [formatShare(share)]),
    ...(run.nextAt !== null && run.phase === 'running' ? [`${runWords.next} ${countdownText(run.nextAt, now)}`] : []),
    ...(LIVELY.includes(run.phase) ? [] : [ageText(now - run.plan.createdAt)]),
  ]
  return parts.join(' · ')
}
