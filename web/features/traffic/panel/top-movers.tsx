import { useQuery } from '@tanstack/react-query'
import { momentQuery } from '#web/api/series.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { chartWords as words } from '#web/messages/charts-en.ts'
import { formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { moversOf, type Mover } from '#web/fleet/movers.ts'
import type { ServiceFacts } from '#web/fleet/service-facts.ts'
import classes from './panel.module.css'

const BACK_MS = 600_000
const MOST_MOVERS = 5

export interface TopMoversProps {
  region: string
  services: readonly ServiceFacts[]
  onSelect: (service: ServiceFacts) => void
}

/** Services whose volume or failures changed most against ten minutes ago. */
export function TopMovers({ region, services, onSelect }: TopMoversProps) {
  // What was ten minutes before the moment shown is ten minutes more before now.
  const isLive = useReplay(({ mode }) => mode === 'live')
  const { data: moment } = useQuery({
    ...momentQuery({ region, agoMs: BACK_MS }),
    ...(isLive ? {} : { enabled: false }),
  })
  if (!isLive || moment === undefined) return null
  const movers = moversOf(services, moment.services).slice(0, MOST_MOVERS)
  return (
    <section>
      <h3 className={classes.heading}>
        {words.movers} <span className={classes.headingNote}>{words.moversAgainst}</span>
      </h3>
      {movers.length === 0 ? (
        <p className={classes.quiet}>{moment.services.length === 0 ? words.moversUnknown : words.noMovers}</p>
      ) : (
        <ul className={classes.list}>
          {movers.map((mover) => (
            <li key={mover.service.id}>
              <MoverRow mover={mover} onSelect={() => onSelect(mover.service)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function MoverRow({ mover, onSelect }: { mover: Mover; onSelect: () => void }) {
  const { service, kind, before, now } = mover
  const format = kind === 'errors' ? formatShare : formatRequestsPerSecond
  return (
    <button type="button" className={classes.row} onClick={onSelect}>
      <span className={classes.rowName}>
        <HealthMark health={service.health} label={healthWords[service.health]} />
        {service.node.name}
      </span>
      <span
        className={`${classes.rowValue} ${classes.tone}`}
        data-health={kind === 'errors' ? service.health : 'healthy'}
      >
        {kind === 'errors' ? words.failedChange(format(now)) : changeText(before, now)}
      </span>
      <span className={classes.rowNote}>
        {kind === 'errors' ? words.before(format(before)) : words.fromTo(format(before), format(now))}
      </span>
    </button>
  )
}

function changeText(before: number, now: number): string {
  if (before === 0) return words.appeared
  if (now === 0) return words.vanished
  const change = now / before - 1
  if (change >= 2) return words.times(formatRequestsPerSecond(now / before))
  return `${change > 0 ? '▲' : '▼'} ${formatShare(Math.abs(change))}`
}
