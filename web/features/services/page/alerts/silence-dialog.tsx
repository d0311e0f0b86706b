import { useQuery } from '@tanstack/react-query'
import { useId, useMemo, useState } from 'react'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { PutSilence, SilenceDraft } from '#contract/services/silence.ts'
import { previewSilenceQuery } from '#web/api/silences.ts'
import { ageText, utcWhenText } from '#web/messages/format.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import dialog from '../dialog.module.css'
import { ReasonDialog } from '../reason-dialog.tsx'
import classes from './alerts.module.css'
import { SilenceReach } from './silence-reach.tsx'

export interface SilenceDialogProps {
  alert: ForeignAlert
  /** UTC ms, on the clock of what is observed. */
  now: number
  onSilence: (silence: PutSilence) => void
  onClose: () => void
}

const words = servicePageWords.alerts
const HOURS = [1, 4, 8, 24, 72, 168] as const
const HOUR_MS = 3_600_000

/** Silences an alert where it burns, for a while: by all of its labels that one alert, by fewer whatever is like it. */
export function SilenceDialog({ alert, now, onSilence, onClose }: SilenceDialogProps) {
  const [hours, setHours] = useState(1)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const id = useId()
  const draft = useMemo(() => draftOf(alert, left), [alert, left])
  const isEmpty = draft.matchers.length === 0
  const preview = useQuery({ ...previewSilenceQuery(draft), enabled: !isEmpty })
  const endsAt = Math.round(now + hours * HOUR_MS)
  const confirm = (comment: string): void => {
    onClose()
    onSilence({ ...draft, endsAt, comment })
  }
  const toggle = (name: string): void =>
    setLeft((before) => new Set(before.has(name) ? [...before].filter((one) => one !== name) : [...before, name]))
  return (
    <ReasonDialog
      title={words.silenceTitle(alert.name)}
      action={words.silenceDo}
      reasonLabel={words.silenceWhy}
      whyNot={isEmpty ? words.noLabels : null}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{words.silenceBody}</p>
      <fieldset className={classes.labels}>
        <legend>{words.labels}</legend>
        {Object.entries(alert.labels).map(([name, value]) => (
          <label key={name}>
            <input type="checkbox" checked={!left.has(name)} onChange={() => toggle(name)} />
            <span>{name}</span> <strong>{value}</strong>
          </label>
        ))}
      </fieldset>
      {isEmpty ? (
        <p role="status">{words.noLabels}</p>
      ) : (
        <SilenceReach preview={preview.data} error={preview.error} alert={alert} />
      )}
      <div className={dialog.field}>
        <label htmlFor={id}>{words.silenceFor}</label>
        <select id={id} value={hours} onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}>
          {HOURS.map((one) => (
            <option key={one} value={one}>
              {words.hours(one)}
            </option>
          ))}
        </select>
        <span>{words.ends(utcWhenText(endsAt, now), ageText(hours * HOUR_MS))}</span>
      </div>
    </ReasonDialog>
  )
}

function draftOf({ source, labels }: ForeignAlert, left: ReadonlySet<string>): SilenceDraft {
  const matchers = Object.entries(labels)
    .filter(([name]) => !left.has(name))
    .map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }))
  return { source, matchers }
}
