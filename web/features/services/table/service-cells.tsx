import { memo, useLayoutEffect, useRef, type ReactNode } from 'react'
import type { FactKind } from '#contract/services/identity.ts'
import type { Freshness } from '#contract/freshness.ts'
import { UNKNOWN_MARK } from '#web/messages/format-numbers.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { FRESHNESSES, HEALTHS, shareOf } from '../board/service-board.ts'
import { AskedLatency } from './asked-latency.tsx'
import { partText, type PlainColumn } from './cell-words.ts'
import type { CellWriters } from './cell-writers.ts'
import type { ColumnId } from './column-choice.ts'
import { ABSENT, type RowTold } from './row-told.ts'
import classes from './services-table.module.css'

export interface ServiceCellProps {
  service: { id: string; name: string }
  /** Row of the index's services. */
  row: number
  column: ColumnId
  told: RowTold
  regions: readonly string[]
  writers: CellWriters
  /** Its facts are too old to be trusted. */
  isOld: boolean
}

/** Of which kind of facts a column is made; what that kind's source has not told for long is shown as old. */
export const FACTS_OF: Partial<Record<ColumnId, FactKind>> = {
  breakers: 'breakers',
  instances: 'instances',
  versions: 'instances',
  deploy: 'instances',
  alerts: 'alerts',
  owner: 'ownership',
  onCall: 'ownership',
  tier: 'ownership',
}

/** One cell of a row. Most cells say the same as before: each is remembered by what it says, box and all. */
export function cellOf({ service, row, column, told, regions, writers, isOld }: ServiceCellProps): ReactNode {
  switch (column) {
    case 'regions':
      return <RegionsCell key={column} regions={regions} codes={told.codes} />
    case 'p50':
    case 'p90':
      return (
        <div key={column} role="cell" className={classes.cell} data-column={column}>
          <AskedLatency key={service.id} service={service} region={told.asked} which={column} />
        </div>
      )
    case 'instances':
      return <InstancesCell key={column} up={told.up} total={told.total} suspect={told.suspect} isOld={isOld} />
    case 'alerts':
      return <AlertsCell key={column} critical={told.critical} warning={told.warning} isOld={isOld} />
    case 'age':
      return <AgeCell key={column} state={FRESHNESSES[told.freshness] ?? 'unknown'} seconds={told.ageSeconds} />
    default:
      return <WrittenTextCell key={column} writers={writers} row={row} column={column} isOld={isOld} />
  }
}

interface WrittenTextCellProps {
  writers: CellWriters
  row: number
  column: PlainColumn
  isOld: boolean
}

/** An empty box; what it says is written each second, without a render. */
const WrittenTextCell = memo(function WrittenTextCellOf({ writers, row, column, isOld }: WrittenTextCellProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(
    () => (box.current === null ? undefined : writers.add({ box: box.current, row, column })),
    [writers, row, column],
  )
  return <div ref={box} role="cell" className={classes.cell} data-column={column} data-old={isOld || undefined} />
})

interface InstancesCellProps {
  up: number
  total: number
  suspect: number
  isOld: boolean
}

const InstancesCell = memo(function InstancesCellOf({ up, total, suspect, isOld }: InstancesCellProps) {
  const down = 1 - shareOf(up, total)
  const tone = down >= 0.5 ? 'failing' : down >= 0.1 ? 'degraded' : undefined
  return (
    <div role="cell" className={classes.cell} data-column="instances" data-tone={tone} data-old={isOld || undefined}>
      <Figure text={partText(up, total)} />
      {suspect > 0 && <span className={classes.aside}>{words.suspect(suspect)}</span>}
    </div>
  )
})

const AlertsCell = memo(function AlertsCellOf(props: { critical: number; warning: number; isOld: boolean }) {
  const { critical, warning, isOld } = props
  return (
    <div role="cell" className={classes.cell} data-column="alerts" data-old={isOld || undefined}>
      {Number.isNaN(critical) && Number.isNaN(warning) ? (
        <Figure text={UNKNOWN_MARK} />
      ) : critical > 0 || warning > 0 ? (
        <span className={classes.alerts}>
          {critical > 0 && (
            <span data-tone="failing">
              <HealthMark health="failing" size={9} /> {critical}
            </span>
          )}
          {warning > 0 && (
            <span data-tone="degraded">
              <HealthMark health="degraded" size={9} /> {warning}
            </span>
          )}
          <span className="visually-hidden">{words.alertsFiring(critical || 0, warning || 0)}</span>
        </span>
      ) : (
        <span className={classes.quiet}>{words.noAlerts}</span>
      )}
    </div>
  )
})

const AgeCell = memo(function AgeCellOf({ state, seconds }: { state: Freshness; seconds: number }) {
  return (
    <div role="cell" className={classes.cell} data-column="age">
      <FreshnessLabel state={state} ageMs={Number.isNaN(seconds) ? null : seconds * 1_000} />
    </div>
  )
})

const ILL = HEALTHS.indexOf('degraded')

/** A mark a region, always at the same place; the worst is named. */
const RegionsCell = memo(function RegionsCellOf({ regions, codes }: { regions: readonly string[]; codes: string }) {
  const healths = Array.from(codes, (code) => (code === ABSENT ? null : (HEALTHS[Number(code)] ?? 'unknown')))
  const said = regions.flatMap((name, region) => {
    const health = healths[region] ?? null
    return health === null ? [] : [words.inRegion(name, healthWords[health])]
  })
  const worst = Math.max(0, ...Array.from(codes, (code) => (code === ABSENT ? 0 : Number(code))))
  const ill = worst < ILL ? [] : regions.filter((_, region) => codes[region] === String(worst))
  return (
    <div role="cell" className={classes.cell} data-column="regions">
      <span className={classes.regions} title={said.join(' · ')}>
        <span className={classes.marks} aria-hidden>
          {healths.map((health, region) => (
            <span key={regions[region]}>
              {health === null ? <span className={classes.absent}>·</span> : <HealthMark health={health} size={9} />}
            </span>
          ))}
        </span>
        {ill[0] !== undefined && (
          <span className={classes.ill} aria-hidden>
            {ill[0]}
            {ill.length > 1 && ` ${words.more(ill.length - 1)}`}
          </span>
        )}
        <span className="visually-hidden">{said.join(', ')}</span>
      </span>
    </div>
  )
})
