import { trafficWords } from '#web/messages/traffic-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { UNKNOWN_FACTS, type Facts } from '#web/fleet/fleet.ts'
import classes from './panel.module.css'

export interface DetailsTitleProps {
  name: string
  about: string
  facts: Facts
  onClose: () => void
}

/** What the panel is about, how it is, and how old that is. */
export function DetailsTitle({ name, about, facts, onClose }: DetailsTitleProps) {
  return (
    <header>
      <h2 className={classes.title}>
        <HealthMark health={facts.health} size={12} label={healthWords[facts.health]} />
        <span>{name}</span>
        <button type="button" className={classes.close} aria-label={trafficWords.panel.close} onClick={onClose}>
          ×
        </button>
      </h2>
      <p className={classes.quiet}>
        {about} · <FreshnessLabel state={facts.freshness} ageMs={Number.isNaN(facts.ageMs) ? null : facts.ageMs} />
      </p>
    </header>
  )
}

export function NotHere({ sel, onClose }: { sel: string; onClose: () => void }) {
  return (
    <section>
      <DetailsTitle name={trafficWords.panel.notHere} about={sel} facts={UNKNOWN_FACTS} onClose={onClose} />
      <p className={classes.quiet}>{trafficWords.panel.notHereBody(sel)}</p>
    </section>
  )
}
