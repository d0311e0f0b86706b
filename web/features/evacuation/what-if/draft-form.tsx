import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Intention } from '#contract/evacuation/api.ts'
import { draftMutation } from '#web/api/evacuations.ts'
import { whatIfWords as words } from '#web/messages/evacuation-en.ts'
import { refusalWords } from '#web/messages/evacuation-run-en.ts'
import { runUrl } from '#web/urls/urls.ts'
import { roleNames } from '#web/messages/access-en.ts'
import { PERMISSIONS } from '#contract/permissions.ts'
import { ActButton } from '../act-button.tsx'
import { Field } from '../field.tsx'
import { Problem } from '../problem.tsx'
import { useLooker } from '../use-looker.ts'
import classes from './what-if.module.css'

export interface DraftFormProps {
  intention: Intention
  /** Why it cannot be planned, in words; null where it can. */
  refused: string | null
  onGo: (href: string) => void
}

/** From looking to a draft: with a reason, and still nothing moves. */
export function DraftForm({ intention, refused, onGo }: DraftFormProps) {
  const [reason, setReason] = useState('')
  const looker = useLooker()
  const draft = useMutation({ ...draftMutation(), onSuccess: ({ id }) => onGo(runUrl(id)) })
  const rests =
    looker === null
      ? refusalWords.unknownWho
      : !looker.permissions.includes('evacuation.propose')
        ? refusalWords.roles(PERMISSIONS['evacuation.propose'].roles.map((role) => roleNames[role]).join(' or '))
        : draft.isPending
          ? words.drafting
          : (refused ?? (reason.trim() === '' ? words.reasonHint : null))
  const send = () => {
    if (rests === null) draft.mutate({ ...intention, reason: reason.trim() })
  }
  return (
    <form
      className={classes.draft}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <h3 className="group-label">{words.draft}</h3>
      <div className={classes.draftRow}>
        <Field label={words.reason} value={reason} onValue={setReason} hint={words.reasonHint} />
      </div>
      <div>
        <ActButton whyNot={rests} tone="main" onClick={send}>
          {draft.isPending ? words.drafting : words.draftAction}
        </ActButton>
      </div>
      <p className={classes.quiet}>{words.draftBody}</p>
      {draft.isError && <Problem text={draft.error.message} />}
    </form>
  )
}
