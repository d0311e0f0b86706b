import { useContext } from 'react'
import { formatLatency, formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { FreshnessLabel, freshnessText } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import { illBy } from '#web/fleet/ill-by.ts'
import { marksOfNode, marksOfRegion, type NodeMark } from '#web/fleet/node-marks.ts'
import { regionFactsOf } from '#web/fleet/region-facts.ts'
import { servicesIn, type ServiceFacts } from '#web/fleet/service-facts.ts'
import { mostSevereFirst } from '#web/fleet/worst-first.ts'
import { MarkBadge } from '../marks/mark-badge.tsx'
import { TrafficSlotsContext } from '../slots.ts'
import { withSelection, type TrafficSearch } from '../traffic-search.ts'
import { HistoryCharts } from './history-charts.tsx'
import classes from './panel.module.css'
import { SourcesList } from './sources-list.tsx'
import { Stats } from './stats.tsx'
import { TopMovers } from './top-movers.tsx'
import { ZoneList } from './zone-list.tsx'

export interface RegionPanelProps {
  fleet: Fleet
  region: string
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

const MOST_ILL = 7
/** Of a calm region as many are named, so that one sees what calm means here. */
const FEW = 3
const COLUMNS = ['requestsPerSecond', 'errorShare', 'headroomShare'] as const

/** A region with nothing selected: its own numbers, its tightest and its worst services. */
export function RegionPanel({ fleet, region, search, onSearch }: RegionPanelProps) {
  const facts = regionFactsOf(fleet).find((one) => one.region.id === region)
  const { regionSection } = useContext(TrafficSlotsContext)
  const services = servicesIn(fleet, region).sort(mostSevereFirst)
  if (facts === undefined) return null
  const ill = services.filter(({ health }) => health === 'failing' || health === 'degraded')
  const select = (service: ServiceFacts): void => onSearch(withSelection(search, service.id))
  const tightest = fleet.roster.nodes[facts.tightestNode]
  return (
    <>
      <header>
        <h2 className={classes.title}>
          <HealthMark health={facts.health} size={12} label={healthWords[facts.health]} />
          {facts.region.id}
        </h2>
        <p className={classes.quiet}>
          {Number.isNaN(facts.trafficShare)
            ? ''
            : `${trafficWords.map.shareOfTraffic(formatShare(facts.trafficShare))} · `}
          <FreshnessLabel state={facts.freshness} ageMs={Number.isNaN(facts.ageMs) ? null : facts.ageMs} />
        </p>
        <p className={classes.quiet}>
          <MarkBadge marks={marksOfRegion(fleet, region)} withWords />
        </p>
      </header>
      <div>
        <Stats facts={facts} headroomShare={facts.headroomShare} />
        {tightest !== undefined && <p className={classes.quiet}>{trafficWords.panel.tightest(tightest.name)}</p>}
      </div>
      {regionSection?.(region)}
      <section>
        <h3 className={classes.heading}>{trafficWords.panel.services}</h3>
        <ul className={classes.list}>
          {services.slice(0, Math.max(FEW, Math.min(MOST_ILL, ill.length))).map((service) => (
            <li key={service.id}>
              <ServiceRow service={service} marks={marksOfNode(fleet, service.row)} onSelect={() => select(service)} />
            </li>
          ))}
        </ul>
      </section>
      <HistoryCharts of={{ region }} facts={facts} at={fleet.frame.worldAt} columns={COLUMNS} />
      <TopMovers region={region} services={services} onSelect={select} />
      <ZoneList fleet={fleet} region={region} />
      <SourcesList fleet={fleet} />
    </>
  )
}

interface ServiceRowProps {
  service: ServiceFacts
  marks: readonly NodeMark[]
  onSelect: () => void
}

function ServiceRow({ service, marks, onSelect }: ServiceRowProps) {
  return (
    <button type="button" className={classes.row} data-freshness={service.freshness} onClick={onSelect}>
      <span className={classes.rowName}>
        <HealthMark health={service.health} label={healthWords[service.health]} />
        {service.node.name}
        <MarkBadge marks={marks} />
      </span>
      <span className={`${classes.rowValue} ${classes.tone}`} data-health={service.health}>
        {illBy(service) === 'degraded'
          ? trafficWords.degraded(formatShare(service.degradedShare))
          : trafficWords.failed(formatShare(service.errorShare))}
      </span>
      <span className={classes.rowNote}>
        <span>{`${formatRequestsPerSecond(service.requestsPerSecond)} ${trafficWords.requestsPerSecond}`}</span>{' '}
        <span>{`${trafficWords.panel.p99} ${formatLatency(service.p99LatencyMs)}`}</span>
        {service.freshness !== 'live' && (
          <span>{freshnessText({ state: service.freshness, ageMs: service.ageMs })}</span>
        )}
      </span>
    </button>
  )
}
