import classes from './key-hint.module.css'

export interface KeyHintProps {
  /** Pressed together: `['Ctrl', 'K']`. */
  keys: readonly string[]
  /** Seen only: where the shortcut is told to assistive technology otherwise. */
  decorative?: boolean
}

/** The keys of a shortcut as small caps of a keyboard. */
export function KeyHint({ keys, decorative = false }: KeyHintProps) {
  return (
    <kbd className={classes.hint} aria-hidden={decorative || undefined}>
      {keys.join(' ')}
    </kbd>
  )
}
