import type { Evacuations } from '#contract/evacuation/api.ts'
import { evacuateWords as words } from '#web/messages/evacuation-en.ts'
import { ageText } from '#web/messages/format.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import classes from '../evacuate.module.css'

const FRESH_MS = 20_000

/** From where somebody looks from outside, and when each was last heard. */
export function VantageList({ vantages, now }: { vantages: Evacuations['vantages']; now: number }) {
  return (
    <section className={classes.section}>
      <h2 className="group-label">{words.vantages}</h2>
      {vantages.length === 0 && <p className={classes.quiet}>{words.vantagesNone}</p>}
      <ul className={classes.facts}>
        {vantages.map(({ id, heardAt }) => {
          const isFresh = heardAt !== null && now - heardAt <= FRESH_MS
          return (
            <li key={id}>
              <HealthMark health={isFresh ? 'healthy' : 'unknown'} size={9} />
              <span>{id}</span>
              <span />
              <span className={classes.quiet} data-stale={!isFresh || undefined}>
                {heardAt === null ? words.neverSeen : words.seen(ageText(now - heardAt))}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
