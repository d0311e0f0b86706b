import type { Guard } from '#contract/evacuation/run.ts'
import { guardStates, runWords as words } from '#web/messages/evacuation-run-en.ts'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import classes from './run.module.css'

const MARK: Record<Guard['state'], MarkedHealth> = {
  holds: 'healthy',
  waits: 'degraded',
  broken: 'failing',
  unknown: 'unknown',
}

/** What would stop it, each with its value, its limit and how it stands. */
export function GuardsTable({ guards }: { guards: readonly Guard[] }) {
  return (
    <section className={classes.panel}>
      <h2 className="group-label">{words.guards}</h2>
      {guards.length === 0 ? (
        <p className={classes.quiet}>{words.guardsNone}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.guard}</th>
              <th scope="col" className={classes.value}>
                {words.value}
              </th>
              <th scope="col">{words.limit}</th>
              <th scope="col">{words.state}</th>
            </tr>
          </thead>
          <tbody>
            {guards.map((guard) => (
              <tr key={guard.id} data-state={guard.state}>
                <th scope="row">
                  {guard.name}
                  {guard.hard && guard.state === 'broken' && <small> · {words.stops}</small>}
                </th>
                <td className={classes.value}>{guard.value}</td>
                <td className={classes.limit}>{guard.limit}</td>
                <td className={classes.state}>
                  <HealthMark health={MARK[guard.state]} size={9} />
                  {guardStates[guard.state]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
