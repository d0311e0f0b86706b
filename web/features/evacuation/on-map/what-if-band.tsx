import { useQuery } from '@tanstack/react-query'
import { whatIfQuery } from '#web/api/evacuations.ts'
import { onMapWords as words, whatIfWords } from '#web/messages/evacuation-en.ts'
import { ageText } from '#web/messages/format.ts'
import { evacuateUrl } from '#web/urls/urls.ts'
import { answerOf, sentenceOf } from '../facts/answer-of.ts'
import { plainIntention } from './plain-intention.ts'
import classes from './on-map.module.css'

/** Over the map: what is drawn is as if, what it comes to, and where it could be done. */
export function WhatIfBand({ region, asItIs }: { region: string; asItIs: string }) {
  const { data, error } = useQuery(whatIfQuery(plainIntention(region)))
  const answer = data === undefined ? null : answerOf(data)
  return (
    <section className={classes.band} aria-label={whatIfWords.title(region)}>
      <span className={classes.tag}>{whatIfWords.title(region)}</span>
      {answer === null ? (
        <span role="status">{error === null ? whatIfWords.loading : error.message}</span>
      ) : (
        <strong data-tone={answer.tone}>{answer.headline}</strong>
      )}
      {data !== undefined && data.refused.length > 0 && <span>{sentenceOf(data.refused[0] ?? '')}</span>}
      {data !== undefined && data.refused.length === 0 && (
        <span>{whatIfWords.empty(ageText(data.prediction.estimateMs))}</span>
      )}
      <span className={classes.bandEnd}>
        <a href={evacuateUrl({ region })}>{words.open}</a>
        <a href={asItIs}>{words.close}</a>
      </span>
    </section>
  )
}
