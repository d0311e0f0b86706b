import { freshnessOf, type Freshness, type FreshnessRule } from '#contract/freshness.ts'
import { FactKind } from '#contract/services/identity.ts'
import type { FactFeed } from '#contract/services/service.ts'
import { ageOf } from '#web/live/age-of.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import classes from './fact-feeds.module.css'

export interface JudgedFeed {
  feed: FactFeed
  freshness: Freshness
  ageMs: number
}

/** How fresh each source's facts are, by the time of now: ages grow while the server is gone. */
export function judgeFeeds(feeds: readonly FactFeed[], now: number, rule: FreshnessRule): JudgedFeed[] {
  return feeds.map((feed) => ({
    feed,
    freshness: freshnessOf({ observedAt: feed.observedAt, periodMs: feed.periodMs, now, rule }),
    ageMs: ageOf(feed.observedAt, now),
  }))
}

/** Kinds of facts of which no source is fresh enough to be trusted. */
export function oldKinds(judged: readonly JudgedFeed[]): ReadonlySet<FactKind> {
  const isOld = ({ freshness }: JudgedFeed): boolean => freshness === 'stale' || freshness === 'unknown'
  return new Set(
    FactKind.options.filter((kind) => {
      const told = judged.filter(({ feed }) => feed.tells === kind)
      return told.length > 0 && told.every(isOld)
    }),
  )
}

/** `instances eureka 22 s · breakers hystrix 1 s`: which system tells what, and how old that is. */
export function FactFeeds({ judged }: { judged: readonly JudgedFeed[] }) {
  const shown = judged.filter(({ feed }) => feed.tells !== 'traffic')
  return (
    <ul className={classes.feeds}>
      {shown.map(({ feed, freshness, ageMs }) => (
        <li key={`${feed.source} ${feed.tells}`}>
          <span className={classes.tells}>{words.tells[feed.tells]}</span>{' '}
          {feed.link === null ? (
            words.factsFrom(feed.kind, feed.source)
          ) : (
            <a href={feed.link} target="_blank" rel="noreferrer">
              {words.factsFrom(feed.kind, feed.source)}
            </a>
          )}{' '}
          <FreshnessLabel state={freshness} ageMs={Number.isNaN(ageMs) ? null : ageMs} />
        </li>
      ))}
    </ul>
  )
}
