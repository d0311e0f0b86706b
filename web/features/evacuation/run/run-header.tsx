import type { Run } from '#contract/evacuation/run.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { secondsUntil, utcTimeText } from '#web/messages/format.ts'
import { starterOf } from '../facts/judge-act.ts'
import { stageTextOf } from '../facts/stage-text.ts'
import { whoText, type Looker } from '../facts/who-text.ts'
import { useKeptFocus } from '../use-kept-focus.ts'
import { RunActions } from './run-actions.tsx'
import type { Acting } from './use-acting.ts'
import classes from './run.module.css'

export interface RunHeaderProps {
  run: Run
  acting: Acting
  verdict: RegionVerdict | null
  /** On the server's clock. */
  now: number
  looker: Looker | null
  onStart: () => void
  onGo: (href: string) => void
}

/** What goes on, since when, by whom, and what may be done about it. */
export function RunHeader({ run, acting, verdict, now, looker, onStart, onGo }: RunHeaderProps) {
  const { region } = run.plan.scope
  const heading = useKeptFocus<HTMLHeadingElement>()
  return (
    <header className={classes.header} data-phase={run.phase}>
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        {words.heads[run.plan.direction](region, run.phase)}
      </h1>
      <p className={classes.facts}>
        <Progress run={run} now={now} isStale={acting.isStale} />
        <span>{whoseText(run, looker)}</span>
      </p>
      <RunActions run={run} acting={acting} verdict={verdict} onStart={onStart} onGo={onGo} />
    </header>
  )
}

function Progress({ run, now, isStale }: { run: Run; now: number; isStale: boolean }) {
  const all = run.plan.steps.length
  const isGoing = ['running', 'paused', 'reconciling', 'rolling-back'].includes(run.phase)
  const at = Math.min(run.step + 1, all)
  const step = run.heading === 'back' ? words.backStepOf(at, all) : words.stepOf(at, all)
  const glassUntil = run.breakGlass?.acknowledgedBy === null ? run.breakGlass.acknowledgeBy : null
  return (
    <>
      {isGoing && (
        <span>
          {step}
          {run.phase === 'running' || run.phase === 'rolling-back' ? ` · ${stageTextOf(run)}` : ''}
        </span>
      )}
      {run.nextAt !== null && !isStale && (isGoing || run.phase === 'armed') && (
        <span className={classes.countdown}>
          {run.phase === 'armed' ? words.expiresIn : words.next} <strong>{countdownText(run.nextAt, now)}</strong>
        </span>
      )}
      {isGoing && glassUntil !== null && (
        <span className={classes.countdown} data-loud>
          {words.acknowledgeIn} <strong>{countdownText(glassUntil, now)}</strong>
        </span>
      )}
    </>
  )
}

/** `0:18`. */
export function countdownText(until: number, now: number): string {
  const seconds = secondsUntil(until, now)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function whoseText(run: Run, looker: Looker | null): string {
  const starter = starterOf(run)
  if (run.endedAt !== null && run.startedAt === null) return words.ended(utcTimeText(run.endedAt))
  if (run.startedAt === null || starter === null) {
    const drafted = words.drafted(utcTimeText(run.plan.createdAt), whoText(run.plan.author, looker))
    return run.approval === null ? drafted : `${drafted}, ${words.approved(whoText(run.approval.by, looker))}`
  }
  const started = words.started(utcTimeText(run.startedAt), whoText(starter, looker))
  const second = run.breakGlass?.acknowledgedBy ?? null
  const who =
    run.breakGlass === null
      ? run.approval === null
        ? ''
        : `, ${words.approved(whoText(run.approval.by, looker))}`
      : `, ${words.withoutApproval}${second === null ? '' : `, ${words.acknowledgedBy(whoText(second, looker))}`}`
  return `${started}${who}${run.endedAt === null ? '' : `, ${words.ended(utcTimeText(run.endedAt))}`}`
}
