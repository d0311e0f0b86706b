import { Modal } from '@mantine/core'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import { useState, type ReactNode } from 'react'
import { dialogWords as words } from '#web/messages/evacuation-dialogs-en.ts'
import { beforeWords } from '#web/messages/evacuation-run-en.ts'
import { useReturnedFocus } from '#web/ui/use-returned-focus.ts'
import { ActButton } from './act-button.tsx'
import classes from './dialog.module.css'
import { Field } from './field.tsx'

export interface DialogProps {
  title: string
  children: ReactNode
  /** What is to be typed exactly; nothing where absent. */
  typed?: string
  /** A reason of at least so many characters; none where absent. */
  reason?: { label: string; least: number }
  action: string
  grave?: boolean
  onConfirm: (said: { typed: string; reason: string }) => void
  onClose: () => void
}

/** Asks once more, with what the act wants: a name typed, a reason. Enter confirms, Esc leaves everything as it is. */
export function Dialog({ title, children, typed, reason, action, grave = false, onConfirm, onClose }: DialogProps) {
  useReturnedFocus()
  const [name, setName] = useState('')
  const [why, setWhy] = useState('')
  const missing =
    typed !== undefined && name.trim() !== typed
      ? beforeWords.typedHint(typed)
      : reason !== undefined && why.trim().length < reason.least
        ? reason.label
        : null
  const confirm = () => {
    if (missing === null) onConfirm({ typed: name.trim(), reason: why.trim() })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={480}
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
          confirm()
        }}
      >
        <div className={classes.words}>{children}</div>
        {typed !== undefined && (
          <Field label={beforeWords.typedHint(typed)} value={name} onValue={setName} autoFocus mono />
        )}
        {reason !== undefined && <Field label={reason.label} value={why} onValue={setWhy} long />}
        <div className={classes.end}>
          <ActButton onClick={onClose} whyNot={null}>
            {words.cancel}
          </ActButton>
          <ActButton onClick={confirm} whyNot={missing} tone={grave ? 'grave' : 'main'}>
            {action}
          </ActButton>
        </div>
      </form>
    </Modal>
  )
}
