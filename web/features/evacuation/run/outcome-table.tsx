import type { RunOutcome } from '#contract/evacuation/forecast.ts'
import { outcomeWords as words } from '#web/messages/outcome-en.ts'
import { outcomeRows } from '../facts/outcome-rows.ts'
import classes from './outcome-table.module.css'

interface OutcomeTableProps {
  outcome: RunOutcome
  isOver: boolean
  /** Users are led back. */
  isBack: boolean
}

/** Planned against actual: minutes, shortfall, the tightest service, customer minutes. */
export function OutcomeTable({ outcome, isOver, isBack }: OutcomeTableProps) {
  return (
    <table className={classes.table} aria-label={words.title}>
      <thead>
        <tr>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.planned}</th>
          <th scope="col">{isOver ? words.actual : words.soFar}</th>
          <th scope="col">{words.compared}</th>
        </tr>
      </thead>
      <tbody>
        {outcomeRows(outcome, isOver, isBack).map(({ what, planned, actual, says }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{planned}</td>
            <td>{actual}</td>
            <td>{says}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
