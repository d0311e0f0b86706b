import type { Finding } from '#contract/evacuation/rules.ts'
import { beforeWords as words, outcomes } from '#web/messages/evacuation-run-en.ts'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import { sentenceOf } from '../facts/answer-of.ts'
import parts from './parts.module.css'
import classes from './run.module.css'

const MARK: Record<Finding['outcome'], MarkedHealth> = {
  holds: 'healthy',
  warns: 'degraded',
  blocks: 'failing',
  unknown: 'unknown',
}
const ORDER: readonly Finding['outcome'][] = ['blocks', 'unknown', 'warns', 'holds']

/** What the safety rules say, what stands in the way first. */
export function FindingsList({ findings }: { findings: readonly Finding[] }) {
  return (
    <section className={classes.panel}>
      <h2 className="group-label">{words.findings}</h2>
      {findings.length === 0 ? (
        <p className={classes.quiet}>{words.findingsNone}</p>
      ) : (
        <ul className={parts.findings}>
          {findings
            .toSorted((one, other) => ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome))
            .map(({ rule, outcome, says }) => (
              <li key={rule} data-outcome={outcome}>
                <HealthMark health={MARK[outcome]} size={9} label={outcomes[outcome]} />
                <strong>{rule}</strong>
                <span>{sentenceOf(says)}</span>
              </li>
            ))}
        </ul>
      )}
    </section>
  )
}
