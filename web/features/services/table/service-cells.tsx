import type { FactKind } from '#contract/services/identity.ts'
import { ageText } from '#web/messages/format.ts'
import {
  UNKNOWN_MARK,
  formatLatency,
  formatRequestsPerSecond,
  formatShare,
  formatWholeShare,
} from '#web/messages/format-numbers.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { latestOfPlaces, sumOfPlaces } from '../board/fact-columns.ts'
import { FRESHNESSES, HEALTHS, shareOf, type ServiceBoard } from '../board/service-board.ts'
import { AskedLatency } from './asked-latency.tsx'
import type { ColumnId } from './column-choice.ts'
import classes from './services-table.module.css'

export interface CellProps {
  board: ServiceBoard
  /** Row of the index's services. */
  row: number
}

type Tone = 'failing' | 'degraded' | undefined

/** One cell of a row: a number in words, with what it means where it is bad. */
export function ServiceCell({ board, row, column }: CellProps & { column: ColumnId }) {
  const { index, facts } = board
  const sum = (of: Float64Array): number => sumOfPlaces(index, of, row)
  switch (column) {
    case 'regions':
      return <RegionMarks board={board} row={row} />
    case 'requests':
      return number(formatRequestsPerSecond(board.requestsPerSecond[row] ?? NaN))
    case 'errors':
      return number(formatShare(board.errorShare[row] ?? NaN), toneOfHealth(board, row))
    case 'degraded':
      return number(formatShare(board.degradedShare[row] ?? NaN))
    case 'p50':
    case 'p90':
      return <AskedLatency board={board} row={row} which={column} />
    case 'p99':
      return number(formatLatency(board.p99LatencyMs[row] ?? NaN))
    case 'saturation': {
      const used = board.saturation[row] ?? NaN
      return number(formatWholeShare(used), used >= 1 ? 'failing' : used >= 0.8 ? 'degraded' : undefined)
    }
    case 'breakers': {
      const open = board.breakersOpen[row] ?? NaN
      return number(partText(open, sum(facts.breakersTotal)), open > 0 ? 'degraded' : undefined)
    }
    case 'instances':
      return (
        <Instances
          up={sum(facts.instancesUp)}
          total={sum(facts.instancesTotal)}
          suspect={sum(facts.instancesSuspect)}
        />
      )
    case 'alerts':
      return <Alerts critical={sum(facts.alertsCritical)} warning={sum(facts.alertsWarning)} />
    case 'deploy':
      return number(agoText(board.worldAt - latestOfPlaces(index, facts.deployedAt, row)))
    case 'versions':
      return <span className={classes.text}>{versionsText(board, row)}</span>
    case 'owner':
      return (
        <span className={classes.text}>{facts.owners[row]?.team ?? index.services[row]?.owner ?? UNKNOWN_MARK}</span>
      )
    case 'onCall':
      return <span className={classes.text}>{facts.owners[row]?.onCall ?? UNKNOWN_MARK}</span>
    case 'tier':
      return number(String(facts.owners[row]?.tier ?? UNKNOWN_MARK))
    case 'score': {
      const points = board.points[row] ?? NaN
      return number(Number.isNaN(points) ? UNKNOWN_MARK : String(points), toneOfPoints(points))
    }
    case 'age': {
      const ageMs = board.ageMs[row] ?? NaN
      return (
        <FreshnessLabel
          state={FRESHNESSES[board.freshness[row] ?? 3] ?? 'unknown'}
          ageMs={Number.isNaN(ageMs) ? null : ageMs}
        />
      )
    }
  }
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

function number(text: string, tone?: Tone) {
  return (
    <span className={classes.number} data-tone={tone}>
      <Figure text={text} />
    </span>
  )
}

/** Old facts have no colour: the row says so. */
function toneOfHealth({ health }: ServiceBoard, row: number): Tone {
  const word = HEALTHS[health[row] ?? 0]
  return word === 'failing' || word === 'degraded' ? word : undefined
}

export function toneOfPoints(points: number): Tone {
  return points < 50 ? 'failing' : points < 80 ? 'degraded' : undefined
}

export function partText(part: number, all: number): string {
  if (Number.isNaN(part)) return UNKNOWN_MARK
  return Number.isNaN(all) ? String(part) : words.ofTotal(String(part), String(all))
}

function agoText(ageMs: number): string {
  return Number.isNaN(ageMs) ? UNKNOWN_MARK : ageText(ageMs)
}

function versionsText({ index, facts }: ServiceBoard, row: number): string {
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  const all = [...new Set(facts.versions.slice(from, to).flat())]
  return all.length === 0 ? UNKNOWN_MARK : all.join(', ')
}

function Instances({ up, total, suspect }: { up: number; total: number; suspect: number }) {
  const down = 1 - shareOf(up, total)
  const tone = down >= 0.5 ? 'failing' : down >= 0.1 ? 'degraded' : undefined
  return (
    <>
      {number(partText(up, total), tone)}
      {suspect > 0 && <span className={classes.aside}>{words.suspect(suspect)}</span>}
    </>
  )
}

function Alerts({ critical, warning }: { critical: number; warning: number }) {
  if (Number.isNaN(critical) && Number.isNaN(warning)) return number(UNKNOWN_MARK)
  if (!(critical > 0) && !(warning > 0)) return <span className={classes.quiet}>{words.noAlerts}</span>
  return (
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
  )
}

/** A mark a region, always at the same place; the worst is named. */
function RegionMarks({ board, row }: CellProps) {
  const { index, places } = board
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  const codes = index.regions.map(() => -1)
  const said: string[] = []
  const ill: string[] = []
  for (let place = from; place < to; place += 1) {
    const region = index.regionRow[place] ?? -1
    const code = places.health[place] ?? 0
    const name = index.regions[region]
    if (name === undefined) continue
    codes[region] = code
    said.push(words.inRegion(name, healthWords[HEALTHS[code] ?? 'unknown']))
    if (code >= ILL && code === board.health[row]) ill.push(name)
  }
  return (
    <span className={classes.regions} title={said.join(' · ')}>
      <span className={classes.marks} aria-hidden>
        {codes.map((code, region) => (
          <span key={index.regions[region]}>
            {code < 0 ? (
              <span className={classes.absent}>·</span>
            ) : (
              <HealthMark health={HEALTHS[code] ?? 'unknown'} size={9} />
            )}
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
  )
}

const ILL = HEALTHS.indexOf('degraded')
