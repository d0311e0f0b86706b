import { useContext } from 'react'
import { useReplay } from '#web/live/use-replay.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { formatRequestsPerSecond, formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { replayWords } from '#web/messages/replay-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { blindSpotsOf } from '#web/fleet/blind-spots.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { regionFactsOf, type RegionFacts } from '#web/fleet/region-facts.ts'
import { mostSevereFirst } from '#web/fleet/worst-first.ts'
import { TrafficSlotsContext } from '../slots.ts'
import { withView, type TrafficSearch } from '../traffic-search.ts'
import { NowCard } from './now-card.tsx'
import classes from './panel.module.css'
import { SourcesList } from './sources-list.tsx'

export interface WorldPanelProps {
  fleet: Fleet
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** What matters now, how each region stands, and how fresh all of it is. */
export function WorldPanel({ fleet, search, onSearch }: WorldPanelProps) {
  const isNow = useReplay((replay) => replay.mode === 'live')
  const { underNow } = useContext(TrafficSlotsContext)
  const regions = regionFactsOf(fleet).sort(mostSevereFirst)
  const nowTitle = blindSpotsOf(fleet).everything ? trafficWords.now.lastSeenTitle : trafficWords.now.title
  return (
    <>
      <section>
        <h2 className={classes.heading}>
          {isNow ? nowTitle : replayWords.thenTitle(utcTimeText(fleet.frame.worldAt))}
        </h2>
        <NowCard fleet={fleet} search={search} onSearch={onSearch} />
      </section>
      {underNow}
      <section>
        <h2 className={classes.heading}>{trafficWords.panel.regions}</h2>
        <ul className={classes.list}>
          {regions.map((facts) => (
            <li key={facts.region.id}>
              <RegionRow facts={facts} onOpen={() => onSearch(withView(search, facts.region.id))} />
            </li>
          ))}
        </ul>
      </section>
      <SourcesList fleet={fleet} />
    </>
  )
}

function RegionRow({ facts, onOpen }: { facts: RegionFacts; onOpen: () => void }) {
  return (
    <button type="button" className={classes.row} data-freshness={facts.freshness} onClick={onOpen}>
      <span className={classes.rowName}>
        <HealthMark health={facts.health} label={facts.health} />
        {facts.region.id}
      </span>
      <span className={classes.rowValue}>
        <Figure text={formatRequestsPerSecond(facts.requestsPerSecond)} /> {trafficWords.requestsPerSecond}
      </span>
      <span className={classes.rowSecond}>
        <span className={classes.rowNote}>
          <span className={classes.tone} data-health={facts.health}>
            {trafficWords.failed(formatShare(facts.errorShare))}
          </span>
          {!Number.isNaN(facts.trafficShare) && (
            <span>{trafficWords.panel.share(formatWholeShare(facts.trafficShare))}</span>
          )}
          <span>
            {Number.isNaN(facts.headroomShare)
              ? trafficWords.map.headroomUnknown
              : trafficWords.map.headroom(formatWholeShare(facts.headroomShare))}
          </span>
        </span>
        <span className={classes.rowAge}>
          <FreshnessLabel state={facts.freshness} ageMs={Number.isNaN(facts.ageMs) ? null : facts.ageMs} />
        </span>
      </span>
    </button>
  )
}
