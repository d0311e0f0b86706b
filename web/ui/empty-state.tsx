import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

export interface EmptyStateProps {
  title: string
  /** What is wrong, or missing, and what to do next. */
  children: ReactNode
  icon?: ReactNode
  /** The way out: a button or a link. */
  action?: ReactNode
  /** `alert` is read aloud at once: for what broke under somebody's eyes. */
  role?: 'status' | 'alert'
  headingLevel?: 'h1' | 'h2'
}

/** A screen or a part of one with nothing to show: says why, and what to do. */
export function EmptyState({ title, children, icon, action, role, headingLevel: Heading = 'h2' }: EmptyStateProps) {
  return (
    <div className={classes.frame} role={role}>
      {icon !== undefined && (
        <div className={classes.icon} aria-hidden>
          {icon}
        </div>
      )}
      <Heading className={classes.title}>{title}</Heading>
      <div className={classes.body}>{children}</div>
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  )
}
