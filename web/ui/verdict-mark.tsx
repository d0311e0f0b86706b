import { HealthMark } from './health-mark.tsx'
import healthClasses from './health-mark.module.css'

/** As the contract's words; widgets do not know the contract. */
export type MarkedVerdict = 'healthy' | 'sick' | 'dead' | 'blind' | 'follows-traffic'

/** A verdict as a shape *and* a colour: ● ◆ ✖ ◌ ▲. The words stand beside it. */
export function VerdictMark({ verdict, size = 10 }: { verdict: MarkedVerdict; size?: number }) {
  switch (verdict) {
    case 'healthy':
      return <HealthMark health="healthy" size={size} />
    case 'sick':
      return <HealthMark health="failing" size={size} />
    case 'blind':
      return <HealthMark health="unknown" size={size} />
    case 'follows-traffic':
      return <HealthMark health="degraded" size={size} />
    case 'dead':
      return (
        <svg
          className={healthClasses.mark}
          data-health="failing"
          viewBox="0 0 10 10"
          width={size}
          height={size}
          aria-hidden
        >
          <path d="M2.2 0.4 5 3.2 7.8 0.4 9.6 2.2 6.8 5 9.6 7.8 7.8 9.6 5 6.8 2.2 9.6 0.4 7.8 3.2 5 0.4 2.2Z" />
        </svg>
      )
  }
}
