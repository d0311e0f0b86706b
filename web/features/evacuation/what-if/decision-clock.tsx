import type { WhatIf } from '#contract/evacuation/api.ts'
import { whatIfWords as words } from '#web/messages/evacuation-en.ts'
import { customerMinutesText } from '../loss-curves.tsx'
import classes from './what-if.module.css'

/** What a minute of waiting costs, beside what acting would save. */
export function DecisionClock({ whatIf }: { whatIf: Pick<WhatIf, 'costOfAMinute' | 'doNothing' | 'act'> }) {
  const { costOfAMinute: cost, doNothing, act } = whatIf
  const saved = savedWithin(doNothing?.likely, act?.likely)
  return (
    <div className={classes.clock}>
      <p data-costly={(cost !== null && cost > 0) || undefined}>
        {cost === null ? words.costUnknown : cost < 1 ? words.noCost : words.cost(customerMinutesText(cost))}
      </p>
      {saved !== null && (
        <p className={classes.quiet}>{saved > 0 ? words.saves(customerMinutesText(saved)) : words.actCostsMore}</p>
      )}
    </div>
  )
}

/** Customer minutes, by the end of what is foreseen; null where either is unknown. */
function savedWithin(waiting: readonly number[] | undefined, acting: readonly number[] | undefined): number | null {
  const without = waiting?.at(-1)
  const withIt = acting?.at(-1)
  return without === undefined || withIt === undefined ? null : without - withIt
}
