import { useState } from 'react'
import type { Change } from '#contract/change.ts'
import { missingDays } from '#web/fleet/chart-lines.ts'
import { chartWords } from '#web/messages/charts-en.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import type { RegionPicture } from '../facts/region-picture.ts'
import page from '../page.module.css'
import classes from './golden-signals.module.css'
import { RegionLatency } from './region-latency.tsx'
import { commonTop, rangeOf, RANGES, SIGNAL_ROWS, signalLines, spanOf, type Range } from './signal-rows.ts'
import { useRegionSeries, type RegionSeries } from './use-region-series.ts'

export interface GoldenSignalsProps {
  service: string
  pictures: readonly RegionPicture[]
  changes: readonly Change[]
  range: string | undefined
  onRange: (range: Range) => void
  now: number
}

const words = servicePageWords.signals

/** Regions side by side over one axis of time: what is everybody's trouble differs from what is one region's. */
export function GoldenSignals({ service, pictures, changes, range, onRange, now }: GoldenSignalsProps) {
  const [asksLatency, setAsksLatency] = useState(false)
  const shown = rangeOf(range)
  const regions = pictures.map(({ region }) => region)
  const all = useRegionSeries(service, regions, shown, now)
  const missing = [...new Set(all.flatMap(({ recorded }) => (recorded === null ? [] : missingDays(recorded))))]
  const days = [
    { name: chartWords.yesterday, stroke: 'dashed' as const },
    { name: chartWords.lastWeek, stroke: 'dotted' as const },
  ].filter(({ name }) => !missing.includes(name))
  return (
    <>
      <h2 className={page.heading}>
        {servicePageWords.sections.signals}
        <span className={classes.ranges} role="group" aria-label={words.range}>
          {Object.keys(RANGES).map((one) => (
            <ActionButton key={one} size="small" pressed={one === shown} onClick={() => onRange(rangeOf(one))}>
              {words.ranges[rangeOf(one)]}
            </ActionButton>
          ))}
        </span>
        <ActionButton size="small" pressed={asksLatency} onClick={() => setAsksLatency(!asksLatency)}>
          {words.askLatency}
        </ActionButton>
        <span className={page.push}>
          <LineLegend lines={[{ name: chartWords.now.replace('half hour', 'time'), stroke: 'solid' }, ...days]} />
        </span>
      </h2>
      {missing.length > 0 && <p className={page.small}>{words.notRecorded(missing)}</p>}
      <div
        className={classes.grid}
        style={{ gridTemplateColumns: `repeat(${Math.max(1, regions.length)}, minmax(0, 1fr))` }}
      >
        {pictures.map(({ region, traffic }) => (
          <h3 key={region} className={classes.region}>
            <HealthMark health={traffic.health} size={9} label={healthWords[traffic.health]} /> {region}
          </h3>
        ))}
        <Rows service={service} all={all} changes={changes} asksLatency={asksLatency && shown === '30m'} />
      </div>
    </>
  )
}

interface RowsProps {
  service: string
  all: readonly RegionSeries[]
  changes: readonly Change[]
  asksLatency: boolean
}

function Rows({ service, all, changes, asksLatency }: RowsProps) {
  return SIGNAL_ROWS.map((row, index) => {
    const lines = all.map(({ recorded }) => (recorded === null ? [] : signalLines(row, recorded)))
    const top = commonTop(row, lines)
    return all.map(({ region, recorded, error }, place) =>
      recorded === null ? (
        <p key={`${row.id} ${region}`} className={page.small}>
          {index > 0 ? '' : error === null ? chartWords.loading : chartWords.failed(error.message)}
        </p>
      ) : row.id === 'latency' && asksLatency ? (
        <RegionLatency
          key={`${row.id} ${region}`}
          of={{ region, service }}
          recorded={lines[place] ?? []}
          span={spanOf(recorded.now)}
        />
      ) : (
        <LineChart
          key={`${row.id} ${region}`}
          title={row.title}
          lines={lines[place] ?? []}
          span={spanOf(recorded.now)}
          format={row.format}
          leastTop={top}
          height={HEIGHT}
          happened={happenedIn(changes, region, index === 0)}
        />
      ),
    )
  })
}

const HEIGHT = 92

function happenedIn(changes: readonly Change[], region: string, withWords: boolean) {
  return changes
    .filter(({ regions }) => regions.length === 0 || regions.includes(region))
    .map(({ startedAt, title }) => ({ at: startedAt, label: withWords ? title : '' }))
}
