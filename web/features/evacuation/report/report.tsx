import { useQuery } from '@tanstack/react-query'
import type { Run } from '#contract/evacuation/run.ts'
import { outcomeQuery } from '#web/api/evacuations.ts'
import { evacuateWords } from '#web/messages/evacuation-en.ts'
import { beforeWords, phaseWords, reportWords as words, runWords } from '#web/messages/evacuation-run-en.ts'
import { ageText, utcMomentText, utcTimeText } from '#web/messages/format.ts'
import { formatRequestsPerSecond } from '#web/messages/format-numbers.ts'
import { outcomeWords } from '#web/messages/outcome-en.ts'
import { runUrl } from '#web/urls/urls.ts'
import { ActButton } from '../act-button.tsx'
import { answerOfPrediction, sentenceOf } from '../facts/answer-of.ts'
import { isOver } from '../facts/outcome-rows.ts'
import { starterOf } from '../facts/judge-act.ts'
import { estimateOf, movedAllAtOf, stepTimesOf } from '../facts/step-times.ts'
import { whoText } from '../facts/who-text.ts'
import { clockText } from '../run/clock-text.ts'
import { LossCurves } from '../loss-curves.tsx'
import { OutcomeTable } from '../run/outcome-table.tsx'
import { SharePanel } from '../run/share-panel.tsx'
import classes from './report.module.css'

/** Black on white when printed; every number names its unit and its time. */
export function Report({ run, now }: { run: Run; now: number }) {
  const { plan } = run
  const direction = plan.direction === 'evacuate' ? evacuateWords.evacuate : evacuateWords.failback
  return (
    <article className={classes.report}>
      <header className={classes.head}>
        <div>
          <h1>{words.title(plan.scope.region, direction)}</h1>
          <p className={classes.quiet}>
            <a href={runUrl(run.id)}>{run.id}</a> · {words.made(utcMomentText(now))}
          </p>
        </div>
        <span className={classes.tools}>
          <ActButton whyNot={null} tone="main" onClick={() => print()}>
            {words.print}
          </ActButton>
        </span>
      </header>
      <Summary run={run} now={now} />
      {run.shares.length > 0 && <SharePanel run={run} now={run.endedAt ?? now} />}
      {run.startedAt !== null && <Outcome run={run} />}
      <Steps run={run} now={now} />
      <Predicted run={run} />
      <Overrides run={run} />
      <section>
        <h2>{words.record}</h2>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.who}</th>
              <th scope="col">{words.says}</th>
            </tr>
          </thead>
          <tbody>
            {run.events.map(({ seq, at, who, kind, says }) => (
              <tr key={seq}>
                <td>{utcTimeText(at)}</td>
                <td>{whoText(who)}</td>
                <td>
                  {sentenceOf(says.toLowerCase().startsWith(kind) ? says : `${kind.replaceAll('-', ' ')}: ${says}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </article>
  )
}

function Summary({ run, now }: { run: Run; now: number }) {
  const { plan } = run
  const moment = (at: number | null) => (at === null ? words.none : utcMomentText(at))
  const starter = starterOf(run)
  const lasted = run.startedAt === null ? null : (movedAllAtOf(run) ?? now) - run.startedAt
  const approver = run.approval?.by ?? run.breakGlass?.acknowledgedBy ?? null
  const facts: [string, string][] = [
    [run.endedAt === null ? words.stands : words.phase, phaseWords[run.phase]],
    [words.reason, plan.reason],
    [words.author, whoText(plan.author)],
    [words.approver, approver === null ? words.nobody : whoText(approver)],
    [words.started, starter === null ? moment(run.startedAt) : `${moment(run.startedAt)}, ${whoText(starter)}`],
    [words.ended, run.endedAt === null ? words.notYet : moment(run.endedAt)],
    [
      words.lasted,
      lasted === null ? words.none : `${ageText(lasted)} (${words.estimated} ${ageText(estimateOf(plan.steps))})`,
    ],
    [beforeWords.hash, plan.hash],
  ]
  const { ledger } = run
  const count = (state: string) => ledger.filter((entry) => entry.state === state).length
  return (
    <section>
      <h2>{words.summary}</h2>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{words.writes}</dt>
          <dd>{words.writesSummary(ledger.length, count('confirmed'), count('refused'), count('unknown'))}</dd>
        </div>
      </dl>
    </section>
  )
}

function Steps({ run, now }: { run: Run; now: number }) {
  return (
    <section>
      <h2>{words.steps}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.step}</th>
            <th scope="col">{words.estimate}</th>
            <th scope="col">{words.took}</th>
          </tr>
        </thead>
        <tbody>
          {stepTimesOf(run, now).map(({ step, index, state, tookMs }) => (
            <tr key={step.id}>
              <td>
                {index + 1}. {step.title}
              </td>
              <td>{clockText(step.estimateMs)}</td>
              <td>
                {tookMs === null ? words.notDone : clockText(tookMs)}
                {state === 'undone' && `, ${runWords.undone}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What was foretold at the start, against what came. */
function Outcome({ run }: { run: Run }) {
  const { data } = useQuery(outcomeQuery(run))
  if (data === undefined) return null
  return (
    <section>
      <h2>{outcomeWords.title}</h2>
      <OutcomeTable outcome={data} isOver={isOver(run)} isBack={run.plan.direction === 'failback'} />
      {data.forecast !== null && <LossCurves whatIf={data.forecast} observed={data.observed} />}
    </section>
  )
}

function Predicted({ run }: { run: Run }) {
  const { prediction } = run.plan
  const rate = (value: number | null) => formatRequestsPerSecond(value ?? NaN)
  return (
    <section>
      <h2>{words.predicted}</h2>
      <p>{answerOfPrediction(prediction).headline}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.region}</th>
            <th scope="col">{words.before}, requests/s</th>
            <th scope="col">{words.after}, requests/s</th>
            <th scope="col">{words.safe}, requests/s</th>
          </tr>
        </thead>
        <tbody>
          {prediction.regions.map((load) => (
            <tr key={load.region}>
              <td>{load.region}</td>
              <td>{rate(load.beforeRequestsPerSecond)}</td>
              <td>{rate(load.afterRequestsPerSecond)}</td>
              <td>{rate(load.safeRequestsPerSecond)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Overrides({ run }: { run: Run }) {
  return (
    <section>
      <h2>{words.overrides}</h2>
      {run.overrides.length === 0 ? (
        <p className={classes.quiet}>{words.none}</p>
      ) : (
        <ul>
          {run.overrides.map(({ rules, reason, by, at }) => (
            <li key={at}>
              {utcTimeText(at)} {whoText(by)}: {rules.join(', ')}. {sentenceOf(reason)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
