import type { Run } from '#contract/evacuation/run.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { ageText } from '#web/messages/format.ts'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import { planeStandsOf, type PlaneStand } from '../facts/plane-stands.ts'
import parts from './parts.module.css'
import classes from './run.module.css'

const MARK: Record<PlaneStand['stand'], MarkedHealth> = {
  desired: 'healthy',
  baseline: 'idle',
  other: 'degraded',
  unread: 'unknown',
  'left-out': 'unknown',
}

/** What each plane says: as wanted, as before the run, or something else. Places that say the same stand together. */
export function PlanesTable({ run, now }: { run: Run; now: number }) {
  const groups = new Map<string, PlaneStand[]>()
  for (const stand of planeStandsOf(run)) {
    const key = JSON.stringify([stand.plane, stand.stand, stand.says, stand.why])
    groups.set(key, [...(groups.get(key) ?? []), stand])
  }
  if (groups.size === 0) return null
  return (
    <section className={classes.panel}>
      <h2 className="group-label">{words.planesTitle}</h2>
      <ul className={parts.planes}>
        {[...groups].map(([key, stands]) => (
          <PlaneRow key={key} stands={stands} now={now} />
        ))}
      </ul>
    </section>
  )
}

function PlaneRow({ stands, now }: { stands: readonly PlaneStand[]; now: number }) {
  const [first] = stands
  if (first === undefined) return null
  const oldest = Math.min(...stands.map(({ at }) => at))
  return (
    <li data-stand={first.stand}>
      <span className={parts.planeName}>
        {first.plane}
        <span className={classes.quiet} title={stands.map(({ instance }) => instance).join(', ')}>
          {' '}
          {stands.length === 1 ? first.instance : words.instances(stands.length)}
        </span>
      </span>
      <span className={parts.planeSays}>{first.why ?? first.says}</span>
      <span className={classes.state}>
        <HealthMark health={MARK[first.stand]} size={9} />
        {words.matches[first.stand]}
        <span className={classes.quiet}>{ageText(now - oldest)}</span>
      </span>
    </li>
  )
}
