import { GLOBAL_REGION } from '#contract/ids.ts'
import { freshnessOf, worstFreshness, type Freshness } from '#contract/freshness.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import classes from './panel.module.css'

/** How old what each source tells is: one line a source, its oldest region counts. */
export function SourcesList({ fleet }: { fleet: Fleet }) {
  const sources = sourceFreshnessOf(fleet)
  if (sources.length === 0) return null
  return (
    <section>
      <h2 className={classes.heading}>{trafficWords.panel.sources}</h2>
      <ul>
        {sources.map(({ source, regions, freshness, ageMs }) => (
          <li key={source} className={classes.row}>
            <span className={classes.rowName}>
              <HealthMark
                health={freshness === 'live' ? 'healthy' : freshness === 'unknown' ? 'unknown' : 'degraded'}
              />
              {source}
            </span>
            <span className={classes.rowValue}>
              <FreshnessLabel state={freshness} ageMs={Number.isNaN(ageMs) ? null : ageMs} />
            </span>
            {regions > 1 && (
              <span className={classes.rowSecond}>
                <span className={classes.rowNote}>{trafficWords.panel.regionCount(regions)}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface SourceFreshness {
  source: string
  regions: number
  freshness: Freshness
  /** The oldest of its regions; NaN where one was never seen. */
  ageMs: number
}

function sourceFreshnessOf({ roster, frame, worldNow, freshness: rule }: Fleet): SourceFreshness[] {
  const bySource = Map.groupBy(
    roster.feeds.map((feed, index) => ({ ...feed, observedAt: frame.feedObservedAt[index] ?? NaN })),
    (feed) => feed.source,
  )
  return [...bySource].map(([source, feeds]) => ({
    source,
    // What is reported of no region in particular (the CDN) is no region.
    regions: new Set(feeds.map(({ region }) => region).filter((region) => region !== GLOBAL_REGION)).size,
    freshness: worstFreshness(
      feeds.map(({ observedAt, periodMs }) => freshnessOf({ observedAt, periodMs, now: worldNow, rule })),
    ),
    ageMs: Math.max(...feeds.map(({ observedAt }) => Math.max(0, worldNow - observedAt))),
  }))
}
