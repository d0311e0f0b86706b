import type { ReactNode } from 'react'
import { EmptyState } from '#web/ui/empty-state.tsx'
import classes from './no-answer.module.css'

export interface NoAnswerProps {
  /** Null while it is still being asked. */
  error: Error | null
  loading: string
  failed: string
  /** What there is to do when it failed. */
  action?: ReactNode
}

/** In a screen's place before its first answer. */
export function NoAnswer({ error, loading, failed, action }: NoAnswerProps) {
  if (error === null) {
    return (
      <p className={classes.waiting} role="status">
        {loading}
      </p>
    )
  }
  return (
    <EmptyState title={failed} headingLevel="h1" action={action}>
      {error.message}
    </EmptyState>
  )
}
