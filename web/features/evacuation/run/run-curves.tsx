import { useQuery } from '@tanstack/react-query'
import type { Run } from '#contract/evacuation/run.ts'
import { whatIfQuery } from '#web/api/evacuations.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { LossCurves } from '../loss-curves.tsx'
import { DecisionClock } from '../what-if/decision-clock.tsx'
import classes from './run.module.css'

const EVERY_MS = 10_000

/** What doing nothing would cost beside acting, reckoned anew from what is seen now. */
export function RunCurves({ run }: { run: Run }) {
  const { scope, profile, failure, placement } = run.plan
  const { data } = useQuery({ ...whatIfQuery({ scope, profile, failure, placement }), refetchInterval: EVERY_MS })
  const isBefore = run.startedAt === null
  return (
    <section className={classes.panel}>
      <h2 className="group-label">{words.curves}</h2>
      {data === undefined || data.doNothing === null ? (
        <p className={classes.quiet}>{words.curvesNone}</p>
      ) : (
        <>
          {isBefore && <DecisionClock whatIf={data} />}
          <LossCurves whatIf={data} />
        </>
      )}
    </section>
  )
}
