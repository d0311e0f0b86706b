import { useQuery } from '@tanstack/react-query'
import { totalsQuery } from '#web/api/totals.ts'
import { formatCount, formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { useShownSpan } from '#web/live/use-shown.ts'
import { isKnown } from '#web/ui/sparkline-path.ts'
import { Sparkline } from '#web/ui/sparkline.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { businessFactsOf } from '#web/fleet/business-facts.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { Figure } from '#web/ui/figure.tsx'
import { changeAgainst } from './change-against.ts'
import classes from './headline.module.css'

const POINTS = 240
const BACK_MS = 600_000
/** Less than this is the day's ordinary breath. */
const NOTABLE_CHANGE = 0.02

/** The one number the business is run by, with its last two hours; requests/s where no such number is read. */
export function Headline({ fleet }: { fleet: Fleet }) {
  const { data: totals } = useQuery(totalsQuery({ points: POINTS, ...useShownSpan() }))
  const { metric, value, missing, freshness, ageMs } = businessFactsOf(fleet)
  const series = totals?.business.find(({ id }) => id === metric?.id)?.value ?? []
  const shown =
    metric === null
      ? { name: trafficWords.business.fallback, text: formatRequestsPerSecond(value), unit: '/s' }
      : { name: metric.name, text: formatCount(value), unit: metric.unit }
  const isOld = freshness === 'stale' || freshness === 'unknown'
  // How it has changed can be said of what is now alone.
  const change =
    totals === undefined || metric === null || isOld ? NaN : changeAgainst(series, totals.stepMs, BACK_MS, value)
  const falling = change <= -NOTABLE_CHANGE
  return (
    <section className={classes.headline} aria-label={shown.name} data-freshness={freshness}>
      <div>
        <h2 className={classes.name}>{shown.name}</h2>
        <div className={classes.value}>
          <Figure text={shown.text} />
          <span className={classes.unit}>{shown.unit}</span>
        </div>
        {freshness !== 'live' && (
          <div className={classes.age}>
            <FreshnessLabel state={freshness} ageMs={Number.isNaN(ageMs) ? null : ageMs} />
          </div>
        )}
      </div>
      {Math.abs(change) >= NOTABLE_CHANGE && (
        <div className={classes.change}>
          <div className={classes.by} data-falling={falling || undefined}>
            {falling ? '▼' : '▲'} {formatShare(Math.abs(change))}
          </div>
          <div className={classes.against}>{trafficWords.business.against}</div>
        </div>
      )}
      {series.length > 1 && (
        <Sparkline
          values={series}
          low={0.85 * Math.min(...series.filter(isKnown))}
          width={150}
          height={38}
          tone={isOld ? 'muted' : falling && change < -0.05 ? 'failing' : 'flow'}
          label={(isOld ? trafficWords.business.trendOld : trafficWords.business.trend)(
            shown.name,
            `${shown.text}${shown.unit}`,
          )}
        />
      )}
      {missing.length > 0 && <div className={classes.against}>{trafficWords.business.missing(missing.join(', '))}</div>}
    </section>
  )
}
