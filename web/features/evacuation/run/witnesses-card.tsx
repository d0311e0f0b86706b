import type { Run, Witness } from '#contract/evacuation/run.ts'
import { runWords as words, stepWitnesses, verdictOfStep } from '#web/messages/evacuation-run-en.ts'
import { formatCount, formatShare } from '#web/messages/format-numbers.ts'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import { isWitnessed } from '../facts/stage-text.ts'
import { clockText } from './clock-text.ts'
import classes from './run.module.css'

const AGREES: Record<Witness['agrees'], MarkedHealth> = { yes: 'healthy', no: 'failing', unknown: 'unknown' }

/** An accepted write is not moved traffic: three who share no fate say where the users are. */
export function WitnessesCard({ run }: { run: Run }) {
  const speaks = run.witnesses.length > 0
  const lastDone = run.stepsDone.findLast(({ step }) => step === run.step)
  return (
    <section className={classes.side}>
      <h2 className="group-label">
        {speaks && isWitnessed(run.plan.steps[run.step]?.kind)
          ? words.witnesses(Math.min(run.step + 1, run.plan.steps.length))
          : words.witnessesIdle}
      </h2>
      {speaks ? (
        <div className={classes.card}>
          <dl className={classes.witnesses}>
            {run.witnesses.map((witness) => (
              <div key={witness.who} data-agrees={witness.agrees}>
                <dt>{stepWitnesses[witness.who]}</dt>
                <dd>
                  <strong>{saidBy(witness)}</strong>
                  {witness.within !== null && witness.who === 'probes' && (
                    <span className={classes.within}>{words.within((witness.within * 100).toFixed(1))}</span>
                  )}
                  <span
                    className={classes.agrees}
                    title={
                      witness.samples === null
                        ? words.agrees[witness.agrees]
                        : `${words.agrees[witness.agrees]}, ${words.samples(formatCount(witness.samples))}`
                    }
                  >
                    <HealthMark health={AGREES[witness.agrees]} size={9} label={words.agrees[witness.agrees]} />
                  </span>
                </dd>
              </div>
            ))}
          </dl>
          <p className={classes.stepVerdict} data-verdict={run.verdict} role="status">
            <strong>{verdictOfStep[run.verdict]}</strong>
            {run.verdict === 'verified' && lastDone !== undefined && (
              <span> {clockText(lastDone.verifiedAt - lastDone.beganAt)}</span>
            )}
          </p>
        </div>
      ) : (
        <p className={classes.quiet}>{words.noWitnesses}</p>
      )}
      {run.stuckClients !== null && run.phase !== 'restored' && (
        <div className={classes.stuck}>
          <h2 className="group-label">{words.stuck}</h2>
          <p>{words.stuckBody(run.stuckClients)}</p>
        </div>
      )}
    </section>
  )
}

/** One who tells no share can still say whether it is as wanted. */
function saidBy({ victimShare, agrees }: Witness): string {
  if (victimShare !== null) return formatShare(victimShare)
  return agrees === 'unknown' ? words.unknownShare : words.agrees[agrees]
}
