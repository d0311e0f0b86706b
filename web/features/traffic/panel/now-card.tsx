import { formatLatency, formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { neighboursOf } from '#web/fleet/connection-facts.ts'
import type { Facts, Fleet } from '#web/fleet/fleet.ts'
import type { RegionFacts } from '#web/fleet/region-facts.ts'
import { worstThingOf, type WorstThing } from '#web/fleet/worst-thing.ts'
import { blindSpotsOf } from '#web/fleet/blind-spots.ts'
import { withView, type TrafficSearch } from '../traffic-search.ts'
import classes from './panel.module.css'

export interface NowCardProps {
  fleet: Fleet
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** The one thing that matters now, or that nothing does. */
export function NowCard({ fleet, search, onSearch }: NowCardProps) {
  const words = trafficWords.now
  const thing = worstThingOf(fleet)
  if (thing.kind === 'nothing-known') {
    return <QuietCard health="unknown" title={words.nothingKnown} body={words.nothingKnownBody} />
  }
  if (thing.kind === 'calm') {
    const stale = blindSpotsOf(fleet).everything
    const title = stale ? words.staleCalm : thing.unknownRegions.length > 0 ? words.calmPartly : words.calm
    const unknown = thing.unknownRegions.length > 0 ? ` ${words.calmUnknown(thing.unknownRegions.join(', '))}` : ''
    return (
      <QuietCard
        health={stale ? 'unknown' : 'healthy'}
        title={title}
        body={words.calmBody(thing.services, thing.regions) + unknown}
      />
    )
  }
  const region = thing.kind === 'service' ? thing.worst.node.region : thing.worst.region.id
  const name = thing.kind === 'service' ? thing.worst.node.name : thing.worst.region.id
  const { health, freshness } = thing.worst
  const isOld = freshness === 'stale' || freshness === 'unknown'
  const [failing, degraded] = isOld ? [words.wasFailing, words.wasDegraded] : [words.failing, words.degraded]
  return (
    <article className={classes.card} data-health={health} data-freshness={freshness}>
      <h3 className={classes.cardTitle}>
        <HealthMark health={health} size={12} />
        {health === 'failing' ? failing(name) : degraded(name)}
      </h3>
      <Parts parts={whereParts(fleet, thing)} />
      <CardFigures facts={thing.worst} />
      <Parts parts={aroundParts(thing)} />
      <SeenWhen facts={thing.worst} />
      <div className={classes.actions}>
        <ActionButton
          onClick={() => onSearch(withView(search, region, thing.kind === 'service' ? thing.worst.id : null))}
        >
          {thing.kind === 'service' ? words.show : words.openRegion(name)}
        </ActionButton>
      </div>
    </article>
  )
}

function QuietCard({ health, title, body }: { health: 'healthy' | 'unknown'; title: string; body: string }) {
  return (
    <article className={classes.card}>
      <h3 className={classes.cardTitle}>
        <HealthMark health={health} size={11} />
        {title}
      </h3>
      <p className={classes.quiet}>{body}</p>
    </article>
  )
}

/** Facts in a line; a line breaks between them, not within. */
function Parts({ parts }: { parts: readonly string[] }) {
  if (parts.length === 0) return null
  return (
    <p className={classes.quiet}>
      {parts.map((part) => (
        <span key={part} className={classes.part}>
          {part}
        </span>
      ))}
    </p>
  )
}

/** A problem seen some time ago may be over. */
function SeenWhen({ facts }: { facts: Facts }) {
  if (facts.freshness === 'live') return null
  return (
    <p className={classes.quiet}>
      <FreshnessLabel state={facts.freshness} ageMs={Number.isNaN(facts.ageMs) ? null : facts.ageMs} />
    </p>
  )
}

function CardFigures({ facts }: { facts: Facts }) {
  const words = trafficWords.panel
  return (
    <div className={classes.figures}>
      <span>
        {words.failed.toLowerCase()}{' '}
        <strong className={classes.tone} data-health={facts.health}>
          {formatShare(facts.errorShare)}
        </strong>
      </span>
      <span>
        <strong>{formatRequestsPerSecond(facts.requestsPerSecond)}</strong> {trafficWords.requestsPerSecondShort}
      </span>
      <span>
        {words.p99} <strong>{formatLatency(facts.p99LatencyMs)}</strong>
      </span>
    </div>
  )
}

function whereParts(fleet: Fleet, thing: Extract<WorstThing, { worst: Facts }>): string[] {
  if (thing.kind === 'region') return [trafficWords.now.unhealthyOf(thing.unhealthy.length, thing.services)]
  const { callers } = neighboursOf(fleet, thing.worst.id)
  const region = thing.region
  return [
    region?.region.id ?? thing.worst.node.region,
    ...(callers.length > 0 ? [trafficWords.now.callers(callers.length)] : []),
    ...(region === null
      ? []
      : [`${trafficWords.failed(formatShare(region.errorShare))} ${trafficWords.now.inRegion(region.region.id)}`]),
  ]
}

function aroundParts(thing: Extract<WorstThing, { worst: Facts }>): string[] {
  const parts = thing.kind === 'service' && thing.alsoUnhealthy > 0 ? [trafficWords.now.also(thing.alsoUnhealthy)] : []
  const others = thing.others.map((region) => stateText(region)).filter((text) => text !== '')
  const healthy = thing.others.filter(({ health }) => health === 'healthy').map(({ region }) => region.id)
  return [...parts, ...others, ...(healthy.length > 0 ? [trafficWords.now.othersHealthy(healthy.join(', '))] : [])]
}

function stateText({ region, health, errorShare }: RegionFacts): string {
  return health === 'failing' || health === 'degraded'
    ? `${region.id} ${trafficWords.failed(formatShare(errorShare))}`
    : ''
}
