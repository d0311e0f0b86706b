import { Modal } from '@mantine/core'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import { useId, useState, type ReactNode } from 'react'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './dialog.module.css'
import page from './page.module.css'

export interface ReasonDialogProps {
  title: string
  children: ReactNode
  action: string
  /** What the field asks for; the audit log is told anyway. */
  reasonLabel?: string
  /** What is missing besides a reason; null where nothing is. */
  whyNot?: string | null
  onConfirm: (reason: string) => void
  onClose: () => void
}

const words = servicePageWords.instances.dialog
const LEAST = 3

/** Says what will happen and asks why; Esc leaves everything as it is. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, children, action, reasonLabel = words.reason, whyNot = null, onConfirm, onClose } = props
  const [reason, setReason] = useState('')
  const id = useId()
  const missing = whyNot ?? (reason.trim().length < LEAST ? words.reasonShort : null)
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={500}
      centered
      lockScroll={false}
      transitionProps={{ duration: 120, transition: 'fade' }}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': words.cancel }}
      classNames={{ content: `${classes.content}`, header: `${classes.head}`, title: `${classes.title}` }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (missing === null) onConfirm(reason.trim())
        }}
      >
        <div className={page.quiet}>{children}</div>
        <div className={classes.field}>
          <label htmlFor={id}>{reasonLabel}</label>
          <textarea
            id={id}
            rows={2}
            maxLength={500}
            data-autofocus
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </div>
        <div className={classes.end}>
          <ActionButton onClick={onClose}>{words.cancel}</ActionButton>
          <ActionButton
            disabled={missing !== null}
            {...(missing === null ? {} : { hint: missing })}
            onClick={() => onConfirm(reason.trim())}
          >
            {action}
          </ActionButton>
        </div>
      </form>
    </Modal>
  )
}
