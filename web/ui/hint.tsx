import { useState, type ReactNode } from 'react'
import classes from './hint.module.css'

export interface HintProps {
  /** What is said beside the thing when it is pointed at or focused; empty while there is nothing to say. */
  text: string
  side: 'right' | 'below'
  /** Give it, and name it in `aria-describedby`, where the words are not those of the thing's own name. */
  id?: string
  /** One thing that can be pointed at. */
  children: ReactNode
}

/**
 * A few words beside a thing: after a moment's pointing, at once on focus by key; the words can be pointed at
 * themselves, and Escape takes them away. Plain CSS: the kit's tooltip alone would weigh 22 kB of the first picture.
 */
export function Hint({ text, side, id, children }: HintProps) {
  const [dismissed, setDismissed] = useState(false)
  return (
    <span
      className={classes.anchor}
      data-dismissed={dismissed || undefined}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDismissed(true)
      }}
      onPointerLeave={() => setDismissed(false)}
      onBlur={() => setDismissed(false)}
    >
      {children}
      {text !== '' && (
        <span
          className={classes.hint}
          role="tooltip"
          id={id}
          data-side={side}
          aria-hidden={id === undefined || undefined}
        >
          {text}
        </span>
      )}
    </span>
  )
}
