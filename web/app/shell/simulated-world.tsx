import { simulated } from '#web/messages/en.ts'
import classes from './simulated-world.module.css'

/** On every screen while what is shown is not real: a badge in words, and a hatched edge along the window. */
export function SimulatedWorld({ scenario }: { scenario: string | null }) {
  return (
    <div className={classes.badge} role="note" title={simulated.hint}>
      <span className={classes.edge} aria-hidden />
      <span className={classes.title}>{simulated.title}</span>
      {scenario !== null && <span className={classes.scenario}>{simulated.scenario(scenario)}</span>}
    </div>
  )
}
