import { memo, type ReactNode } from 'react'
import type { FactKind } from '#contract/services/identity.ts'
import type { Freshness } from '#contract/freshness.ts'
import { UNKNOWN_MARK } from '#web/messages/format-numbers.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { sumOfPlaces } from '../board/fact-columns.ts'
import { FRESHNESSES, HEALTHS, shareOf, type ServiceBoard } from '../board/service-board.ts'
import { AskedLatency } from './asked-latency.tsx'
import { partText, saidOf, type Tone } from './cell-words.ts'
import type { ColumnId } from './column-choice.ts'
import classes from './services-table.module.css'

export interface ServiceCellProps {
  board: ServiceBoard
  /** Row of the index's services. */
  row: number
  column: ColumnId
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

/**
 * One cell of a row. What it says is found out each second, but most cells say the same as before: each is remembered
 * by its words, box and all, so that a second costs no more than what has changed.
 */
export function cellOf({ board, row, column, isOld }: ServiceCellProps): ReactNode {
  const { index, facts } = board
  const sum = (of: Float64Array): number => sumOfPlaces(index, of, row)
  switch (column) {
    case 'regions':
      return <RegionsCell key={column} regions={index.regions} codes={codesOf(board, row)} />
    case 'p50':
    case 'p90':
      return (
        <div key={column} role="cell" className={classes.cell} data-column={column}>
          <AskedLatency board={board} row={row} which={column} />
        </div>
      )
    case 'instances':
      return (
        <InstancesCell
          key={column}
          up={sum(facts.instancesUp)}
          total={sum(facts.instancesTotal)}
          suspect={sum(facts.instancesSuspect)}
          isOld={isOld}
        />
      )
    case 'alerts':
      return (
        <AlertsCell
          key={column}
          critical={sum(facts.alertsCritical)}
          warning={sum(facts.alertsWarning)}
          isOld={isOld}
        />
      )
    case 'age':
      return (
        <AgeCell
          key={column}
          state={FRESHNESSES[board.freshness[row] ?? 3] ?? 'unknown'}
          seconds={Math.floor((board.ageMs[row] ?? NaN) / 1_000)}
        />
      )
    default: {
      const { text, tone } = saidOf(board, row, column)
      return <TextCell key={column} column={column} text={text} tone={tone} isOld={isOld} />
    }
  }
}

interface TextCellProps {
  column: ColumnId
  text: string
  tone: Tone
  isOld: boolean
}

const TextCell = memo(function TextCellOf({ column, text, tone, isOld }: TextCellProps) {
  return (
    <div role="cell" className={classes.cell} data-column={column} data-tone={tone} data-old={isOld || undefined}>
      {text === UNKNOWN_MARK ? <Figure text={text} /> : text}
    </div>
  )
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

const ABSENT = '-'
const ILL = HEALTHS.indexOf('degraded')

/** `44-`: the health of each region as its code, one letter a region. */
function codesOf({ index, places }: ServiceBoard, row: number): string {
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  const codes = index.regions.map(() => ABSENT)
  for (let place = from; place < to; place += 1) {
    const region = index.regionRow[place] ?? -1
    if (region >= 0) codes[region] = String(places.health[place] ?? 0)
  }
  return codes.join('')
}

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
