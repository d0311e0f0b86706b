import type { StreamState } from '#web/live/live-store.ts'
import { ageText } from '#web/messages/format.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { freshnessText } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { blindSpotsOf, type BlindSpots } from './blind-spots.ts'
import type { Fleet } from './fleet.ts'
import classes from './states.module.css'

/**
 * Above the picture, in room of its own, where it is not of now or not whole: which part, and how old. Nothing while all
 * is well. Only the title is announced: the age counts.
 */
export function DataNotice({ fleet, stream }: { fleet: Fleet; stream: StreamState }) {
  const spots = blindSpotsOf(fleet)
  const worthNaming = spots.feeds.filter(({ freshness }) => freshness !== 'late')
  if (spots.everything) {
    return (
      <div className={classes.notice} data-state="stale">
        <h2 role="alert">
          <HealthMark health="degraded" size={11} />
          {trafficWords.stale.title}
        </h2>
        <p>{staleText(spots, stream)}</p>
      </div>
    )
  }
  const parts = [
    ...worthNaming.map((feed) => {
      const ageMs = Number.isNaN(feed.ageMs) ? null : feed.ageMs
      return `${trafficWords.partial.feed(feed.source, feed.region)}: ${freshnessText({ state: feed.freshness, ageMs })}`
    }),
    ...spots.missingEntries.map((name) => trafficWords.partial.entry(name)),
  ]
  if (parts.length === 0) return null
  return <PartialNotice parts={parts} />
}

const SHOWN = 3

function PartialNotice({ parts }: { parts: readonly string[] }) {
  return (
    <div className={classes.notice} data-state="partial">
      <h2 role="status">
        <HealthMark health="unknown" size={11} />
        {trafficWords.partial.title(parts.length)}
      </h2>
      <PartList parts={parts.slice(0, SHOWN)} />
      {parts.length > SHOWN && (
        <details>
          <summary>{trafficWords.partial.more(parts.length - SHOWN)}</summary>
          <PartList parts={parts.slice(SHOWN)} />
        </details>
      )}
    </div>
  )
}

function PartList({ parts }: { parts: readonly string[] }) {
  return (
    <ul>
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  )
}

function staleText(spots: BlindSpots, stream: StreamState): string {
  const ages = spots.feeds.map(({ ageMs }) => ageMs).filter((ageMs) => !Number.isNaN(ageMs))
  if (ages.length === 0) return trafficWords.stale.never
  const age = ageText(Math.min(...ages))
  return stream.kind === 'live' ? trafficWords.stale.body(age) : trafficWords.stale.stream(age)
}
