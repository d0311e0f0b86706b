import classes from './health-mark.module.css'

/** As the contract's `Health`; widgets do not know the contract, so the words stand here again. */
export type MarkedHealth = 'healthy' | 'degraded' | 'failing' | 'unknown' | 'idle'

export interface HealthMarkProps {
  health: MarkedHealth
  /** What it means, for those who do not see it; leave it out where the words stand beside the mark. */
  label?: string
  /** Pixels. */
  size?: number
}

/** Health as a shape *and* a colour: ● ▲ ◆ ◌ ○. */
export function HealthMark({ health, label, size = 10 }: HealthMarkProps) {
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg className={classes.mark} data-health={health} viewBox="0 0 10 10" width={size} height={size} {...named}>
      <Shape health={health} />
    </svg>
  )
}

function Shape({ health }: { health: MarkedHealth }) {
  switch (health) {
    case 'healthy':
      return <circle cx="5" cy="5" r="4" />
    case 'degraded':
      return <path d="M5 0.8 9.7 9.2H0.3Z" />
    case 'failing':
      return <path d="M5 0 10 5 5 10 0 5Z" />
    case 'unknown':
      return <circle cx="5" cy="5" r="3.9" fill="none" strokeWidth="1.6" strokeDasharray="1.7 1.36" />
    case 'idle':
      return <circle cx="5" cy="5" r="4.1" fill="none" strokeWidth="1.2" />
  }
}
