import type { ErrorComponentProps } from '@tanstack/react-router'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import IconUnlink from '@tabler/icons-react/dist/esm/icons/IconUnlink.mjs'
import { screens } from '#web/messages/en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import classes from './screen-error.module.css'
import { isMissingPart } from './is-missing-part.ts'

export interface ScreenErrorProps {
  /** As the navigation names it. */
  screen: string
  error: unknown
  /** Draws the screen again. */
  onAgain: () => void
}

/** Stands where a screen should: what broke, in words, and what to do. The shell around it goes on. */
export function ScreenError({ screen, error, onAgain }: ScreenErrorProps) {
  if (isMissingPart(error)) return <OutdatedConsole />
  return (
    <EmptyState
      title={screens.broken.title(screen)}
      icon={<IconUnlink size={34} stroke={1.6} />}
      role="alert"
      headingLevel="h1"
      action={<ActionButton onClick={onAgain}>{screens.broken.action}</ActionButton>}
    >
      <p>{screens.broken.body}</p>
      <details className={classes.details}>
        <summary>{screens.broken.detail}</summary>
        <pre className={classes.said}>{error instanceof Error ? error.message : String(error)}</pre>
      </details>
    </EmptyState>
  )
}

/** The router's own error boundary, one a screen. */
export function screenErrorOf(screen: string) {
  return function RouteError({ error, reset }: ErrorComponentProps) {
    return <ScreenError screen={screen} error={error} onAgain={reset} />
  }
}

function OutdatedConsole() {
  return (
    <EmptyState
      title={screens.outdated.title}
      icon={<IconPlugConnectedX size={34} stroke={1.6} />}
      role="alert"
      headingLevel="h1"
      action={<ActionButton onClick={() => location.reload()}>{screens.outdated.action}</ActionButton>}
    >
      <p>{screens.outdated.body}</p>
    </EmptyState>
  )
}
