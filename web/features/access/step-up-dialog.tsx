import { Modal } from '@mantine/core'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Session } from '#contract/session.ts'
import { SESSION_KEY, sessionQuery } from '#web/api/session.ts'
import type { StepUpAsked } from '#web/api/step-up.ts'
import { stepUp as words } from '#web/messages/access-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { useReturnedFocus } from '#web/ui/use-returned-focus.ts'
import classes from './access.module.css'
import { Proofs } from './proofs.tsx'

/** A link opened in another tab of this browser proves it too: so the session is looked at while the dialog is open. */
const LOOK_EVERY_MS = 2_000

export function StepUpDialog({ asked }: { asked: StepUpAsked }) {
  useReturnedFocus()
  const queries = useQueryClient()
  const { data: session } = useQuery({ ...sessionQuery(), refetchInterval: LOOK_EVERY_MS })
  const isProven = session !== undefined && isFresh(session)
  const { answer } = asked
  useEffect(() => {
    if (isProven) answer(true)
  }, [isProven, answer])
  const proven = (next: Session) => {
    queries.setQueryData(SESSION_KEY, next)
    answer(true)
  }
  return (
    <Modal
      opened
      onClose={() => answer(false)}
      title={words.title}
      size={480}
      centered
      lockScroll={false}
      transitionProps={{ duration: 120, transition: 'fade' }}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': words.close }}
      classNames={{ content: `${classes.dialog}`, header: `${classes.dialogHead}`, title: `${classes.dialogTitle}` }}
    >
      <p className={classes.quiet}>{words.lead(asked.reason)}</p>
      {session !== undefined && (
        <Proofs
          purpose="step-up"
          ways={session.waysToStepUp}
          session={session}
          returnTo={location.pathname + location.search}
          onProven={proven}
        />
      )}
      <div className={classes.dialogEnd}>
        <ActionButton onClick={() => answer(false)}>{words.cancel}</ActionButton>
      </div>
    </Modal>
  )
}

function isFresh({ signedIn, serverAt }: Session): boolean {
  return signedIn !== null && signedIn.stepUpFreshUntil !== null && signedIn.stepUpFreshUntil > serverAt
}
