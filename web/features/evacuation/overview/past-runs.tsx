import type { RunSummary } from '#contract/evacuation/api.ts'
import { evacuateWords as words } from '#web/messages/evacuation-en.ts'
import { phaseWords, runWords } from '#web/messages/evacuation-run-en.ts'
import { utcMomentText } from '#web/messages/format.ts'
import { runReportUrl, runUrl } from '#web/urls/urls.ts'
import classes from '../evacuate.module.css'

/** What was done before, newest first. */
export function PastRuns({ past }: { past: readonly RunSummary[] }) {
  return (
    <section className={classes.section}>
      <h2 className="group-label">{words.past}</h2>
      {past.length === 0 ? (
        <p className={classes.quiet}>{words.pastNone}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.region}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.how}</th>
              <th scope="col">
                <span className="visually-hidden">{runWords.report}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {past.map(({ id, createdAt, region, direction, phase }) => (
              <tr key={id}>
                <td>
                  <a href={runUrl(id)}>{utcMomentText(createdAt)}</a>
                </td>
                <td>{region}</td>
                <td>{direction === 'evacuate' ? words.evacuate : words.failback}</td>
                <td>{phaseWords[phase]}</td>
                <td>
                  <a href={runReportUrl(id)}>{runWords.report}</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
