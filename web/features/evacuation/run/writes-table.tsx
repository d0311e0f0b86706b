import { useQuery } from '@tanstack/react-query'
import type { Run } from '#contract/evacuation/run.ts'
import { writesQuery } from '#web/api/evacuations.ts'
import { beforeWords as words } from '#web/messages/evacuation-run-en.ts'
import { ageText } from '#web/messages/format.ts'
import { groupWrites, type WriteGroup } from '../facts/group-writes.ts'
import { Problem } from '../problem.tsx'
import parts from './parts.module.css'
import classes from './run.module.css'

/** The exact writes in order as a diff: the same code that orders the real ones, read from the planes now. */
export function WritesTable({ run, now }: { run: Run; now: number }) {
  const { data, error } = useQuery(writesQuery(run.id, run.version))
  const groups = data === undefined ? [] : groupWrites(data)
  return (
    <section className={classes.panel}>
      <div className={classes.panelHead}>
        <h2 className="group-label">{words.writes}</h2>
        {data !== undefined && (
          <span className={classes.quiet}>
            {words.writesCount(data.writes.length, new Set(data.writes.map(({ step }) => step)).size)} ·{' '}
            {words.readAt(ageText(now - data.at))}
          </span>
        )}
      </div>
      {error !== null && <Problem text={error.message} />}
      {data === undefined && error === null && (
        <p className={classes.quiet} role="status">
          {words.writesLoading}
        </p>
      )}
      {groups.length > 0 && (
        <div className={parts.scroll} tabIndex={0} role="region" aria-label={words.writes}>
          <table className={parts.writes}>
            <thead>
              <tr>
                <th scope="col">{words.step}</th>
                <th scope="col">{words.place}</th>
                <th scope="col">{words.change}</th>
                <th scope="col">{words.answer}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group, order) => (
                <WriteRow
                  key={`${order}-${group.plane}`}
                  group={group}
                  title={run.plan.steps[group.step]?.title ?? ''}
                  isFirst={groups[order - 1]?.step !== group.step}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function WriteRow({ group, title, isFirst }: { group: WriteGroup; title: string; isFirst: boolean }) {
  const { plane, instances, segment, changes, answers } = group
  return (
    <tr data-first={isFirst || undefined}>
      <th scope="row">{isFirst ? `${group.step + 1} ${title}` : ''}</th>
      <td>
        {plane}
        <span className={classes.quiet} title={instances.join(', ')}>
          {' '}
          {instances.length === 1 ? instances[0] : words.instances(instances.length)}
          {segment === 'all' ? '' : `, ${segment}`}
        </span>
      </td>
      <td>
        {changes.length === 0
          ? words.same
          : changes.map(({ target, before, after }) => (
              <span key={target} className={parts.change}>
                {target} <del>{before ?? words.unread}</del> → <ins>{after}</ins>
              </span>
            ))}
      </td>
      <td className={classes.quiet}>{answers.length === 0 ? words.noAnswer : answers.join('; ')}</td>
    </tr>
  )
}
