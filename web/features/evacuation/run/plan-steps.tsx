import { useEffect, useRef, type RefObject } from 'react'
import type { Step } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { ROUTES } from '#contract/routes.ts'
import { runWords as words, verdictOfStep } from '#web/messages/evacuation-run-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { formatShare } from '#web/messages/format-numbers.ts'
import { runReportUrl, runUrl } from '#web/urls/urls.ts'
import { isWitnessed, stageTextOf } from '../facts/stage-text.ts'
import { expectedEndOf, stepTimesOf, type StepTime } from '../facts/step-times.ts'
import { clockText } from './clock-text.ts'
import classes from './run.module.css'

/** Every step of the plan with how long it should take or took, and what came of it. */
export function PlanSteps({ run, now }: { run: Run; now: number }) {
  const times = stepTimesOf(run, now)
  const title = run.plan.direction === 'failback' ? words.planBack : words.plan(words.planOf[run.plan.profile])
  const end = expectedEndOf(run, now)
  const current = useRef<HTMLLIElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const step = run.step
  // The step under way stays in view of its own list; the page itself never moves.
  useEffect(() => {
    if (list.current === null || current.current === null) return
    const { offsetTop, offsetHeight } = current.current
    const { scrollTop, clientHeight } = list.current
    if (offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight) {
      list.current.scrollTop = offsetTop - clientHeight / 3
    }
  }, [step])
  return (
    <section className={classes.plan} aria-labelledby="run-plan">
      <h2 id="run-plan" className="group-label">
        {title}
      </h2>
      <ol className={classes.steps} ref={list} tabIndex={0} aria-label={title}>
        {times.map((time) => (
          <StepRow key={time.step.id} time={time} run={run} here={time.state === 'now' ? current : undefined} />
        ))}
      </ol>
      <div className={classes.planEnd}>
        {end !== null && (
          <p>
            {run.plan.direction === 'evacuate' ? words.emptyAt : words.doneAt} <strong>{utcTimeText(end)}</strong>
          </p>
        )}
        <p>
          {words.runbook}:{' '}
          <a href={ROUTES.evacuationRunbook(run.id)} download>
            {words.runbookFile(run.plan.scope.region)}
          </a>
        </p>
        <p>
          <a href={runReportUrl(run.id)}>{words.report}</a>
        </p>
        {run.plan.of !== null && (
          <p>
            {words.origin} <a href={runUrl(run.plan.of)}>{words.originLink}</a>
          </p>
        )}
      </div>
    </section>
  )
}

function StepRow({
  time: { step, index, state, tookMs },
  run,
  here,
}: {
  time: StepTime
  run: Run
  here: RefObject<HTMLLIElement | null> | undefined
}) {
  return (
    <li className={classes.step} data-state={state} ref={here} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes.bullet} aria-hidden>
        {state === 'done' ? '✓' : state === 'undone' ? '↩' : index + 1}
      </span>
      <span className={classes.stepTitle}>{step.title}</span>
      <span
        className={classes.stepTime}
        data-over={(tookMs !== null && tookMs > step.budgetMs && step.budgetMs > 0) || undefined}
        title={words.budget(clockText(step.budgetMs))}
      >
        {clockText(tookMs ?? step.estimateMs)}
      </span>
      <span className={classes.stepNote}>{noteOf(step, state, run)}</span>
    </li>
  )
}

function noteOf(step: Step, state: StepTime['state'], run: Run): string {
  if (state === 'now') {
    const share = run.shares.at(-1)?.observed[run.plan.scope.region] ?? null
    const isMoving = isWitnessed(step.kind)
    const seen = isMoving && share !== null ? ` · ${formatShare(share)}` : ''
    const verdict =
      run.verdict === 'settling' || !isMoving || step.kind === 'drain'
        ? ''
        : ` · ${verdictOfStep[run.verdict].toLowerCase()}`
    return `${stageTextOf(run)}${seen}${verdict}`
  }
  if (state === 'undone') return words.undone
  switch (step.kind) {
    case 'shift': {
      const places = new Set(step.splits.map(({ plane }) => plane))
      return `${words.layers[step.layer]}: ${[...places].join(', ')}`
    }
    case 'scale':
      return words.scaleNeeds([...new Set(step.needs.map(({ region }) => region))].join(', '))
    case 'hook':
      return `${step.hook}, ${step.how === 'manual' ? words.manual : words.webhook}`
    default:
      return ''
  }
}
