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
  /** Of a button that switches something on and off. */
  pressed?: boolean
  /** Of a button that opens something. */
  popup?: 'menu' | 'dialog' | 'listbox'
  expanded?: boolean
  /** Told where the pointer rests, and to assistive technology. */
  hint?: string
  buttonRef?: Ref<HTMLButtonElement>
  /** It opens a menu: whether that is open, and its id. */
  menu?: { open: boolean; controls: string }
}

/** The console's quiet button: a raised panel with a hairline. */
export function ActionButton({
  children,
  onClick,
  disabled = false,
  label,
  size = 'normal',
  pressed,
  popup,
  expanded,
  hint,
  buttonRef,
  menu,
}: ActionButtonProps) {
  return (
    <UnstyledButton
      className={classes.button}
      data-size={size}
      disabled={disabled}
      aria-label={label}
      aria-pressed={pressed}
      aria-haspopup={popup}
      aria-expanded={expanded}
      title={hint}
      {...(menu === undefined
        ? {}
        : { 'aria-haspopup': 'menu' as const, 'aria-expanded': menu.open, 'aria-controls': menu.controls })}
      {...(onClick === undefined ? {} : { onClick })}
      {...(buttonRef === undefined ? {} : { ref: buttonRef })}
    >
      {children}
    </UnstyledButton>
  )
}
