import { compareWords as words } from '#web/messages/compare-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import classes from './change-figures.module.css'
import type { Change } from './change.ts'
import { ChangeValue } from './change-value.tsx'
import { valueText } from './change-words.ts'

const MEASURES = ['volume', 'errors', 'latency'] as const

/** The three measures of one thing: before, now, and the change. */
export function ChangeFigures({ change }: { change: Change }) {
  return (
    <table className={classes.figures}>
      <thead>
        <tr>
          <td />
          <th scope="col">{words.panel.before}</th>
          <th scope="col">{words.panel.now}</th>
          <th scope="col">{words.panel.change}</th>
        </tr>
      </thead>
      <tbody>
        {MEASURES.map((measure) => (
          <tr key={measure}>
            <th scope="row">{words.measure[measure]}</th>
            <td>
              <Figure text={valueText(change.before, measure)} />
            </td>
            <td className={classes.now}>
              <Figure text={valueText(change.now, measure)} />
            </td>
            <td>
              <ChangeValue change={change} measure={measure} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
