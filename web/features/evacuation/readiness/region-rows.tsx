import type { RegionsReadiness } from '#contract/evacuation/api.ts'
import { readinessWords as words } from '#web/messages/readiness-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { MARK_OF_STATE, countsText, worstOf } from './readiness-tones.ts'
import classes from './readiness.module.css'

export interface RegionRowsProps {
  regions: RegionsReadiness['regions']
  chosen: string | null
  onChoose: (region: string) => void
}

/** The least ready first: where the next calm afternoon is best spent. */
export function RegionRows({ regions, chosen, onChoose }: RegionRowsProps) {
  return (
    <section className={classes.section}>
      <h2 className="group-label">{words.regions}</h2>
      {regions.length === 0 && <p className={classes.quiet}>{words.noRegions}</p>}
      <ul className={classes.regions}>
        {regions.map((each) => {
          const worst = worstOf(each.findings)
          return (
            <li key={each.region}>
              <button
                type="button"
                className={classes.region}
                aria-pressed={each.region === chosen}
                onClick={() => onChoose(each.region)}
              >
                <HealthMark health={MARK_OF_STATE[worst]} size={11} />
                <strong>{each.region}</strong>
                <span className={classes.quiet}>{countsText(each)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
