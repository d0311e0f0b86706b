import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import { putSilenceMutation } from '#web/api/silences.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import dialog from '../dialog.module.css'
import { ReasonDialog } from '../reason-dialog.tsx'

export interface SilenceDialogProps {
  alert: ForeignAlert
  /** UTC ms, on the clock of what is observed. */
  now: number
  onSaid: (text: string) => void
  onClose: () => void
}

const words = servicePageWords.alerts
const HOURS = [1, 4, 24] as const
const HOUR_MS = 3_600_000

/** Silences exactly this alert where it burns, for a while. */
export function SilenceDialog({ alert, now, onSaid, onClose }: SilenceDialogProps) {
  const [hours, setHours] = useState(1)
  const id = useId()
  const client = useQueryClient()
  const mutation = useMutation(putSilenceMutation())
  const confirm = (comment: string): void => {
    onClose()
    const matchers = Object.entries(alert.labels).map(([name, value]) => ({
      name,
      value,
      isRegex: false,
      isEqual: true,
    }))
    mutation.mutate(
      { source: alert.source, matchers, endsAt: Math.round(now + hours * HOUR_MS), comment },
      {
        onSuccess: ({ message }) => onSaid(message),
        onError: ({ message }) => onSaid(words.silenceFailed(message)),
        onSettled: () => void client.invalidateQueries({ queryKey: ['services'] }),
      },
    )
  }
  return (
    <ReasonDialog title={words.silenceTitle(alert.name)} action={words.silenceDo} onClose={onClose} onConfirm={confirm}>
      <p>{words.silenceBody}</p>
      <div className={dialog.field}>
        <label htmlFor={id}>{words.silenceFor}</label>
        <select id={id} value={hours} onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}>
          {HOURS.map((one) => (
            <option key={one} value={one}>
              {words.hours(one)}
            </option>
          ))}
        </select>
      </div>
    </ReasonDialog>
  )
}
