import { UnstyledButton } from '@mantine/core'
import '@mantine/core/styles/UnstyledButton.css'
import { useId, type ReactNode } from 'react'
import { Hint } from '#web/ui/hint.tsx'
import classes from './act-button.module.css'

export interface ActButtonProps {
  children: ReactNode
  onClick: () => void
  /** Why it rests, in words; it stays reachable and says so. Null where it may be pressed. */
  whyNot: string | null
  /** What it does, for whoever points at it. */
  hint?: string
  tone?: 'quiet' | 'main' | 'grave'
}

/** A button that never vanishes: where it may not be pressed it says why, to eyes and ears alike. */
export function ActButton({ children, onClick, whyNot, hint, tone = 'quiet' }: ActButtonProps) {
  const id = useId()
  const text = whyNot ?? hint ?? ''
  return (
    <Hint text={text} side="below" id={id}>
      <UnstyledButton
        className={classes.button}
        data-tone={tone}
        aria-disabled={whyNot !== null || undefined}
        aria-describedby={text === '' ? undefined : id}
        onClick={() => {
          if (whyNot === null) onClick()
        }}
      >
        {children}
      </UnstyledButton>
    </Hint>
  )
}
