import { useQuery } from '@tanstack/react-query'
import type { Run } from '#contract/evacuation/run.ts'
import { outcomeQuery, whatIfQuery } from '#web/api/evacuations.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { outcomeWords } from '#web/messages/outcome-en.ts'
import { isOver } from '../facts/outcome-rows.ts'
import { LossCurves } from '../loss-curves.tsx'
import { DecisionClock } from '../what-if/decision-clock.tsx'
import { OutcomeTable } from './outcome-table.tsx'
import classes from './run.module.css'

const EVERY_MS = 10_000

/** What doing nothing would cost beside acting, reckoned anew from what is seen now, until it starts. */
export function RunCurves({ run }: { run: Run }) {
  const { scope, profile, failure, placement } = run.plan
  const { data } = useQuery({ ...whatIfQuery({ scope, profile, failure, placement }), refetchInterval: EVERY_MS })
  return (
    <section className={classes.panel}>
      <h2 className="group-label">{words.curves}</h2>
      {data === undefined || data.doNothing === null ? (
        <p className={classes.quiet}>{words.curvesNone}</p>
      ) : (
        <>
          <DecisionClock whatIf={data} />
          <LossCurves whatIf={data} />
        </>
      )}
    </section>
  )
}

/** From the start on: what was foretold then stays as it was, and what is seen is drawn against it. */
export function RunOutcomePanel({ run }: { run: Run }) {
  const { data } = useQuery(outcomeQuery(run))
  if (data === undefined) return null
  const isBack = run.plan.direction === 'failback'
  return (
    <section className={classes.panel}>
      <h2 className="group-label">{outcomeWords.title}</h2>
      {/* Of the way back nothing is ever foretold: nobody loses by staying where he is. */}
      {data.forecast === null && !isBack && <p className={classes.quiet}>{outcomeWords.notForetold}</p>}
      {data.forecast !== null && <LossCurves whatIf={data.forecast} observed={data.observed} />}
      <OutcomeTable outcome={data} isOver={isOver(run)} isBack={isBack} />
    </section>
  )
}
