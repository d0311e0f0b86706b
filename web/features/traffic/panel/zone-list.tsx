import { formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { chartWords as words } from '#web/messages/charts-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { freshnessText } from '#web/ui/freshness-label.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { zoneFactsOf } from '#web/fleet/zone-facts.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import classes from './panel.module.css'

/** A region's zones; nothing where no source tells of them. */
export function ZoneList({ fleet, region }: { fleet: Fleet; region: string }) {
  const zones = zoneFactsOf(fleet, region)
  const columns = trafficWords.panel.columns
  if (zones.length === 0) return null
  return (
    <section>
      <h3 className={classes.heading}>{words.zones}</h3>
      <table className={classes.neighbours}>
        <thead>
          <tr>
            <th scope="col">{words.zone}</th>
            <th scope="col">{columns.requests}</th>
            <th scope="col">{columns.failed}</th>
          </tr>
        </thead>
        <tbody>
          {zones.map(({ id, requestsPerSecond, errorShare, health, freshness, ageMs }) => (
            <tr key={id} data-freshness={freshness}>
              <td>
                {id}
                {(freshness === 'late' || freshness === 'stale') && (
                  <span className={classes.old}> {freshnessText({ state: freshness, ageMs })}</span>
                )}
              </td>
              <td>
                <Figure text={formatRequestsPerSecond(requestsPerSecond)} />
              </td>
              <td className={classes.tone} data-health={health}>
                <Figure text={formatShare(errorShare)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
