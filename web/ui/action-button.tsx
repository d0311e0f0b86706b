import { UnstyledButton } from '@mantine/core'
import '@mantine/core/styles/UnstyledButton.css'
import type { ReactNode, Ref } from 'react'
import classes from './action-button.module.css'

export interface ActionButtonProps {
  children: ReactNode
  onClick?: () => void
  disabled?: boolean
  /** Where the words in it do not say enough. */
  label?: string
  size?: 'small' | 'normal'
  buttonRef?: Ref<HTMLButtonElement>
}

/** The console's quiet button: a raised panel with a hairline. */
export function ActionButton({
  children,
  onClick,
  disabled = false,
  label,
  size = 'normal',
  buttonRef,
}: ActionButtonProps) {
  return (
    <UnstyledButton
      className={classes.button}
      data-size={size}
      disabled={disabled}
      aria-label={label}
      {...(onClick === undefined ? {} : { onClick })}
      {...(buttonRef === undefined ? {} : { ref: buttonRef })}
    >
      {children}
    </UnstyledButton>
  )
}
