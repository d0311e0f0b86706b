import { compareWords as words } from '#web/messages/compare-en.ts'
import type { Measure } from '../traffic-search.ts'
import classes from './change-legend.module.css'

/** What the colours of a difference mean, with their units. */
export function ChangeLegend({ measure }: { measure: Measure }) {
  const { legend } = words
  const [less3, less2, less1, more1, more2, more3] = legend.steps[measure]
  return (
    <figure className={classes.legend} aria-label={legend.label}>
      <figcaption className={classes.title}>{legend.title[measure]}</figcaption>
      <div className={classes.scale} title={legend.chance}>
        <span data-step="-3">{less3}</span>
        <span data-step="-2">{less2}</span>
        <span data-step="-1">{less1}</span>
        <span data-step="0">±0</span>
        <span data-step="1">{more1}</span>
        <span data-step="2">{more2}</span>
        <span data-step="3">{more3}</span>
      </div>
      <div className={classes.kinds}>
        <span>
          <span aria-hidden>✚</span> {legend.new}
        </span>
        <span>
          <span aria-hidden>✕</span> {legend.gone}
        </span>
        <span data-kind="unknown">{legend.unknown}</span>
      </div>
    </figure>
  )
}
