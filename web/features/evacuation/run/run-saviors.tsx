import type { Run } from '#contract/evacuation/run.ts'
import { whatIfWords } from '#web/messages/evacuation-en.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { formatWholeShare } from '#web/messages/format-numbers.ts'
import { servedRates } from '../facts/served-rates.ts'
import { SaviorBars } from '../savior-bars.tsx'
import { useMeasuredRates } from './use-measured-rates.ts'
import classes from './run.module.css'

/** Who takes it over: what each carries now, what it will, and what it safely can. */
export function RunSaviors({ run, now }: { run: Run; now: number }) {
  const measured = servedRates(useMeasuredRates(), run, now)
  const { prediction, scope, direction } = run.plan
  const others = prediction.regions.filter(({ region }) => direction === 'failback' || region !== scope.region)
  const first = prediction.firstToSaturate ?? null
  return (
    <section className={classes.panel}>
      <h2 className="group-label">{direction === 'failback' ? words.regions : words.saviors}</h2>
      <SaviorBars loads={others} {...(run.startedAt !== null && run.endedAt === null ? { measured } : {})} />
      {first !== null && (
        <p className={classes.quiet}>
          {whatIfWords.firstSaturates(first.service, first.region, formatWholeShare(first.atShare))}
        </p>
      )}
    </section>
  )
}
