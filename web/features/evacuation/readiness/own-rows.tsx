import type { OwnDependency } from '#contract/evacuation/api.ts'
import { ageText } from '#web/messages/format.ts'
import { readinessWords as words } from '#web/messages/readiness-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import classes from './readiness.module.css'

/** What the console itself needs: where it stands, how it was when it was last asked, and when that was. */
export function OwnRows({ own, now }: { own: readonly OwnDependency[]; now: number }) {
  const failing = own.filter(({ works }) => works === false).length
  return (
    <section className={classes.section}>
      <h2 className="group-label">{words.own}</h2>
      {own.length === 0 && <p className={classes.quiet}>{words.ownNone}</p>}
      {failing > 0 && <p className={classes.bad}>{words.ownFailing(failing)}</p>}
      <ul className={classes.own}>
        {own.map(({ kind, what, region, checkedAt, works, says }) => (
          <li key={`${kind}/${what}/${region}`} data-works={works ?? 'unknown'}>
            <HealthMark health={markOf(works)} size={9} label={wordOf(works)} />
            <span>
              {what} <span className={classes.quiet}>{words.ownKinds[kind]}</span>
            </span>
            <span className={classes.quiet}>
              {checkedAt === null ? words.never : ageText(Math.max(0, now - checkedAt))}
            </span>
            <span className={classes.says}>
              {region ?? words.nowhere} · {says}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function markOf(works: boolean | null): 'healthy' | 'failing' | 'unknown' {
  return works === null ? 'unknown' : works ? 'healthy' : 'failing'
}

function wordOf(works: boolean | null): string {
  return works === null ? words.ownUnknown : works ? words.ownWorks : words.ownFails
}
