import type { ServicesAnswer } from '#contract/services/service.ts'
import { ageText } from '#web/messages/format.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { sourcesUrl } from '#web/urls/urls.ts'
import classes from './facts-line.module.css'
import { FactFeeds, type JudgedFeed } from './fact-feeds.tsx'

export interface FactsLineProps {
  answer: ServicesAnswer | undefined
  error: Error | null
  judged: readonly JudgedFeed[]
  now: number
}

/** Under the table: which systems its facts beyond traffic come from, and how old they are. */
export function FactsLine({ answer, error, judged, now }: FactsLineProps) {
  const tellers = judged.filter(({ feed }) => feed.tells !== 'traffic')
  return (
    <footer className={classes.line}>
      {error !== null && (
        <p className={classes.trouble} role="status">
          {words.factsFailed(error.message)}
          {answer !== undefined && ` (${words.factsOld(ageText(now - answer.at))})`}
        </p>
      )}
      {answer === undefined && error === null && <p className={classes.quiet}>{words.factsLoading}</p>}
      {answer !== undefined && tellers.length === 0 && (
        <p className={classes.quiet}>
          {words.noFacts} <a href={sourcesUrl()}>{words.noFactsLink}</a>
        </p>
      )}
      {tellers.length > 0 && <FactFeeds judged={judged} />}
      {answer !== undefined && answer.alertsWithoutService > 0 && (
        <a className={classes.unplaced} href={`${sourcesUrl()}#names`} title={words.unplacedHint}>
          {words.unplaced(answer.alertsWithoutService)}
        </a>
      )}
    </footer>
  )
}
