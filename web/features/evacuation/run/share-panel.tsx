import { useMemo } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'
import { shareChartOf } from '../facts/share-lines.ts'
import classes from './run.module.css'

const LEGEND = [
  { name: words.target, tone: 'muted', stroke: 'dashed' },
  { name: words.observed, tone: 'action', stroke: 'solid' },
] as const

/** The newest share is written at the top of the plot: the lines stay below it. */
const ROOM_FOR_THE_MARK = 1.2

/** Target and observed share of the region on one axis. */
export function SharePanel({ run, now }: { run: Run; now: number }) {
  const { lines, span, observed, at } = useMemo(() => shareChartOf(run, now), [run, now])
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.filter((value) => value !== null)))
  const { region } = run.plan.scope
  const mark = at === null || observed === null ? undefined : { at, label: formatShare(observed) }
  return (
    <section className={classes.panel}>
      <div className={classes.panelHead}>
        <h2 className="group-label">{words.shareTitle(region)}</h2>
        <LineLegend lines={LEGEND} />
      </div>
      <div className={classes.bare}>
        <LineChart
          title={words.shareTitle(region)}
          lines={lines}
          span={span}
          format={formatWholeShare}
          leastTop={Math.max(0.1, highest * ROOM_FOR_THE_MARK)}
          height={220}
          {...(mark === undefined ? {} : { mark })}
        />
      </div>
      {run.shares.length === 0 && <p className={classes.quiet}>{words.notMeasured}</p>}
    </section>
  )
}
