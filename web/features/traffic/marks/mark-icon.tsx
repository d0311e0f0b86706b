import classes from './marks.module.css'
import type { MarkLook } from './mark-words.ts'

/** A mark's shape and colour, as on the map. Its words stand beside it. */
export function MarkIcon({ look, size = 11 }: { look: MarkLook; size?: number }) {
  return (
    <svg className={classes.icon} data-look={look} viewBox="0 0 12 12" width={size} height={size} aria-hidden>
      <Shape look={look} />
    </svg>
  )
}

function Shape({ look }: { look: MarkLook }) {
  switch (look) {
    case 'critical':
      return <path d="M0.6 1.4H11.4L6 11Z" />
    case 'warning':
      return <path d="M1.8 2.2H10.2L6 9.6Z" fill="none" strokeWidth="1.8" />
    case 'info':
      return <circle cx="6" cy="6" r="3" />
    case 'breaker':
      return <path d="M4.7 1A5.2 5.2 0 0 0 4.7 11ZM7.3 1A5.2 5.2 0 0 1 7.3 11Z" />
    case 'change':
      return <rect x="2" y="2" width="8" height="8" />
    case 'saturates':
      return <path d="M0.8 0.8H11.2V3H0.8ZM6 4L11 11.4H1Z" />
    case 'trial':
      return <rect x="2.6" y="2.6" width="6.8" height="6.8" fill="none" strokeWidth="1.9" />
  }
}
