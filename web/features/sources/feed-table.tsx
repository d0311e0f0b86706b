import type { FreshnessRule } from '#contract/freshness.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import { ageText, periodText, utcWhenText } from '#web/messages/format.ts'
import { sources as words } from '#web/messages/sources-en.ts'
import { freshnessWords } from '#web/messages/widgets-en.ts'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import classes from './sources-screen.module.css'
import { feedWordsOf } from './source-words.ts'

const MARK = { live: 'healthy', late: 'degraded', stale: 'degraded', unknown: 'unknown' } as const satisfies Record<
  string,
  MarkedHealth
>

export interface FeedTableProps {
  source: SourceStatus
  /** The observed system's clock, UTC ms. */
  sourceNow: number
  rule: FreshnessRule
}

/** One row a region: how old the newest sample is, counting. */
export function FeedTable({ source, sourceNow, rule }: FeedTableProps) {
  if (source.feeds.length === 0) return <p className={classes.quiet}>{words.feeds.none}</p>
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{words.feeds.caption(source.id)}</caption>
      <thead>
        <tr>
          <th scope="col">{words.feeds.region}</th>
          <th scope="col">{words.feeds.freshness}</th>
          <th scope="col" className={classes.number}>
            {words.feeds.age}
          </th>
          <th scope="col" className={classes.number}>
            {words.feeds.newest}
          </th>
          <th scope="col" className={classes.number}>
            {words.feeds.period}
          </th>
        </tr>
      </thead>
      <tbody>
        {source.feeds.map((feed) => {
          const { state, ageMs } = feedWordsOf(feed, sourceNow, rule)
          return (
            <tr key={feed.region} data-freshness={state}>
              <th scope="row">{feed.region}</th>
              <td>
                <span className={classes.freshness}>
                  <HealthMark health={MARK[state]} size={9} />
                  {freshnessWords[state]}
                </span>
              </td>
              <td className={classes.number}>{ageMs === null ? words.feeds.never : ageText(ageMs)}</td>
              <td className={classes.number}>
                {feed.observedAt === null ? '—' : `${utcWhenText(feed.observedAt, sourceNow)} UTC`}
              </td>
              <td className={classes.number}>{periodText(feed.periodMs)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
