import type { StandingLine } from '#contract/evacuation/standing.ts'
import { ROUTES } from '#contract/routes.ts'
import type { SignedIn } from '#contract/session.ts'
import { ageText } from '#web/messages/format.ts'
import { standingWords as words } from '#web/messages/readiness-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { runUrl } from '#web/urls/urls.ts'
import { answerOfPrediction } from '../facts/answer-of.ts'
import { whoText } from '../facts/who-text.ts'
import { dayText } from './day-text.ts'
import { envelopeTexts } from './envelope-texts.ts'
import { MARK_OF_STANDING } from './readiness-tones.ts'
import { StandingActions } from './standing-actions.tsx'
import { toldOf } from './told.ts'
import classes from './standing.module.css'

export interface StandingCardProps {
  line: StandingLine
  now: number
  looker: SignedIn | null
  onGo: (href: string) => void
}

/** One standing plan: whose it is, how old, whether it is still right, and what can be done with it. */
export function StandingCard({ line, now, looker, onGo }: StandingCardProps) {
  const { failure, state, refreshedAt, armedRun } = line
  const title = `standing-${failure}`
  return (
    <article className={classes.card} data-state={state} aria-labelledby={title}>
      <header className={classes.head}>
        <h4 id={title}>{words.ways[failure]}</h4>
        <span className={classes.quiet}>
          {refreshedAt === null ? words.notRefreshed : words.refreshed(ageText(Math.max(0, now - refreshedAt)))}
        </span>
        <p className={classes.state}>
          <HealthMark health={MARK_OF_STANDING[state]} size={11} />
          {words.states[state]}
        </p>
      </header>
      <Differences line={line} />
      <Facts line={line} now={now} looker={looker} />
      {armedRun !== null && <a href={runUrl(armedRun)}>{words.openRun}</a>}
      <StandingActions line={line} now={now} looker={looker} onGo={onGo} />
    </article>
  )
}

function Differences({ line: { refused, differences } }: { line: StandingLine }) {
  const rows = refused.length > 0 ? refused : differences
  if (rows.length === 0) return null
  return (
    <div className={classes.differs}>
      <strong>{refused.length > 0 ? words.cannot : words.differs}</strong>
      <ul>
        {rows.map((says) => (
          <li key={says}>{toldOf(says)}</li>
        ))}
      </ul>
    </div>
  )
}

function Facts({ line, now, looker }: Pick<StandingCardProps, 'line' | 'now' | 'looker'>) {
  const { region, failure, approval, runbook, candidate, approved, fresh } = line
  const plan = approved ?? candidate ?? fresh
  return (
    <dl className={classes.facts}>
      {plan !== null && (
        <>
          <dt>{words.plan}</dt>
          <dd>
            {answerOfPrediction(plan.prediction).headline} · {words.steps(plan.steps.length)}
            {plan !== fresh && (
              <span className={classes.more}>
                {words.adoptedBy(whoText(plan.author, looker), dayText(plan.createdAt))}
              </span>
            )}
            {approval !== null && (
              <span className={classes.more}>
                {words.approvedBy(whoText(approval.by, looker), dayText(approval.at))}
              </span>
            )}
            {approval !== null && (
              <span className={classes.more}>
                {(now < approval.expiresAt ? words.until : words.ended)(dayText(approval.expiresAt))}
              </span>
            )}
            {approved !== null && candidate !== null && (
              <span className={classes.more}>{words.candidate(whoText(candidate.author, looker))}</span>
            )}
          </dd>
          <dt>{words.bounds}</dt>
          <dd>
            <ul>
              {envelopeTexts(plan, region).map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>{words.runbook}</dt>
      <dd>
        {runbook === null ? (
          words.noRunbook
        ) : (
          <>
            <a href={ROUTES.standingRunbook(region, failure)} download={runbook.file} className={classes.file}>
              {runbook.file}
            </a>
            <span className={classes.more}>{words.runbookAge(ageText(Math.max(0, now - runbook.at)))}</span>
          </>
        )}
      </dd>
    </dl>
  )
}
