import { useQuery } from '@tanstack/react-query'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import { silencesQuery } from '#web/api/silences.ts'
import { ageText, utcWhenText } from '#web/messages/format.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import page from '../page.module.css'
import classes from './alerts.module.css'
import { coveringSilences, matcherText, type CoveringSilence } from './covering-silences.ts'
import type { Silencing } from './use-silencing.ts'

export interface SilenceListProps {
  alerts: readonly ForeignAlert[]
  silencing: Silencing
  whyNot: string | null
  now: number
}

const words = servicePageWords.alerts

/** Silences that cover alerts of this service now; each can be ended. Nothing where there is none. */
export function SilenceList({ alerts, silencing, whyNot, now }: SilenceListProps) {
  const { data, error } = useQuery(silencesQuery())
  const covering = coveringSilences(data?.silences ?? [], alerts)
  return (
    <>
      {error !== null && <p className={page.trouble}>{words.silencesFailed(error.message)}</p>}
      {covering.length > 0 && (
        <div className={classes.silences}>
          <h3>{words.silences}</h3>
          <ul aria-label={words.silences}>
            {covering.map((one) => (
              <SilenceLine
                key={`${one.silence.source} ${one.silence.id}`}
                covering={one}
                whyNot={silencing.isWaiting ? words.waiting : whyNot}
                now={now}
                onEnd={() => silencing.end(one.silence)}
              />
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

interface SilenceLineProps {
  covering: CoveringSilence
  whyNot: string | null
  now: number
  onEnd: () => void
}

function SilenceLine({ covering: { silence, alerts }, whyNot, now, onEnd }: SilenceLineProps) {
  const { state, startsAt, endsAt, comment, createdBy, matchers, link } = silence
  const when =
    state === 'pending'
      ? words.begins(utcWhenText(startsAt, now))
      : words.ends(utcWhenText(endsAt, now), ageText(Math.max(0, endsAt - now)))
  return (
    <li className={classes.alert}>
      <span aria-hidden>·</span>
      <div className={classes.words}>
        <p>
          <strong>{words.covers(alerts.map(({ name }) => name))}</strong>
          <span className={page.small}>{when}</span>
        </p>
        <p className={page.quiet}>
          {comment} ({createdBy})
        </p>
        <p className={page.small}>{matchers.map(matcherText).join(', ')}</p>
      </div>
      <div className={classes.ways}>
        {link !== null && (
          <a className={page.out} href={link} target="_blank" rel="noreferrer">
            {words.open} ↗
          </a>
        )}
        <ActionButton
          size="small"
          disabled={whyNot !== null}
          {...(whyNot === null ? {} : { hint: whyNot })}
          onClick={onEnd}
        >
          {words.endNow}
        </ActionButton>
      </div>
    </li>
  )
}
