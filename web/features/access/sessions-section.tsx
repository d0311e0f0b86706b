import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endSessionMutation, sessionsQuery } from '#web/api/people.ts'
import { SESSION_KEY } from '#web/api/session.ts'
import { access } from '#web/messages/access-en.ts'
import { ageText } from '#web/messages/format.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './access.module.css'
import { useServerNow } from './use-server-now.ts'

const words = access.sessions

/** Who is signed in, and ending that. */
export function SessionsSection() {
  const { data, error } = useQuery(sessionsQuery())
  const queries = useQueryClient()
  const now = useServerNow()
  const end = useMutation({
    ...endSessionMutation(),
    onSuccess() {
      for (const queryKey of [['sessions'], SESSION_KEY]) void queries.invalidateQueries({ queryKey })
    },
  })
  const problem = error ?? end.error
  return (
    <section className={classes.section}>
      <h2 className={classes.sectionTitle}>{words.title}</h2>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem.message}
        </p>
      )}
      {data?.sessions.length === 0 && <p className={classes.quiet}>{words.none}</p>}
      {data !== undefined && data.sessions.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                {[words.name, words.way, words.since, words.seen, words.proof].map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">{words.end}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.sessions.map(({ id, name, way, startedAt, seenAt, stepUpAt, isYours, isTakingPart }) => (
                <tr key={id}>
                  <th scope="row">
                    {name}
                    {isYours && <span className={classes.quiet}> {words.yours}</span>}
                    {isTakingPart && <span className={classes.quiet}> {words.takingPart}</span>}
                  </th>
                  <td>{way}</td>
                  <td>{ageText(now - startedAt)}</td>
                  <td>{ageText(now - seenAt)}</td>
                  <td>{stepUpAt === null ? '—' : ageText(now - stepUpAt)}</td>
                  <td>
                    <ActionButton
                      size="small"
                      label={words.endOf(name)}
                      onClick={() => end.mutate(id)}
                      disabled={end.isPending}
                    >
                      {words.end}
                    </ActionButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
