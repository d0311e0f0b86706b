import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityEntry, IdentityReport } from '#contract/services/identity.ts'
import { identityQuery } from '#web/api/services.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { identityWords as words, servicesWords } from '#web/messages/services-en.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import classes from './identity-section.module.css'

const MOST = 40

/** Which names joined which service, and which joined none: nothing is dropped silently. */
export function IdentitySection() {
  const asked = useQuery(identityQuery())
  const error = useLastingError(asked)
  return (
    <section className={classes.section} aria-label={words.title} id="names">
      <h2 className={classes.title}>{words.title}</h2>
      {asked.data === undefined ? (
        <p className={classes.quiet} role="status">
          {error === null ? words.loading : words.failed(error.message)}
        </p>
      ) : (
        <Report report={asked.data} />
      )}
    </section>
  )
}

function Report({ report: { joined, unmatched, idle } }: { report: IdentityReport }) {
  const [showsJoined, setShowsJoined] = useState(false)
  if (joined.length + unmatched.length === 0) return <p className={classes.quiet}>{words.nothingTold}</p>
  return (
    <>
      {unmatched.length === 0 ? (
        <p className={classes.quiet}>{words.allJoined(joined.length)}</p>
      ) : (
        <>
          <p className={classes.quiet}>
            {words.lead} {words.hint}
          </p>
          <h3 className={classes.label} data-tone="degraded">
            {words.unmatched(unmatched.length)}
          </h3>
          <Names entries={unmatched} last="like" />
        </>
      )}
      {idle.length > 0 && (
        <>
          <h3 className={classes.label}>{words.idle}</h3>
          <ul>
            {idle.map((line) => (
              <li key={line}>
                <code>{line}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {joined.length > 0 && (
        <details className={classes.joined} onToggle={({ currentTarget }) => setShowsJoined(currentTarget.open)}>
          <summary>{words.joined(joined.length)}</summary>
          {showsJoined && <Names entries={joined} last="service" />}
        </details>
      )}
    </>
  )
}

function Names({ entries, last }: { entries: readonly IdentityEntry[]; last: 'like' | 'service' }) {
  const { columns } = words
  const shown = entries.slice(0, last === 'like' ? MOST : undefined)
  return (
    <div className={classes.frame}>
      <table
        className={classes.table}
        aria-label={last === 'like' ? words.unmatched(entries.length) : words.joined(entries.length)}
      >
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.source}</th>
            <th scope="col">{columns.tells}</th>
            <th scope="col" className={classes.number}>
              {columns.facts}
            </th>
            <th scope="col">{columns[last]}</th>
            {last === 'service' && <th scope="col">{columns.by}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map((entry) => (
            <tr key={`${entry.source} ${entry.tells} ${entry.name}`} data-name={entry.name}>
              <th scope="row">
                <code>{entry.name}</code>
              </th>
              <td>{entry.source}</td>
              <td>{servicesWords.tells[entry.tells]}</td>
              <td className={classes.number}>{entry.facts}</td>
              <td>
                {last === 'like' ? (
                  <Services ids={entry.like} />
                ) : (
                  <Services ids={entry.service === null ? [] : [entry.service]} />
                )}
              </td>
              {last === 'service' && (
                <td>
                  {entry.by === null
                    ? ''
                    : [words.by[entry.by], entry.line].filter((part) => part !== null).join(' · ')}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < entries.length && <p className={classes.quiet}>{words.more(entries.length - shown.length)}</p>}
    </div>
  )
}

function Services({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return <span className={classes.quiet}>{words.noLike}</span>
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <a href={serviceUrl(id)}>{id}</a>
    </span>
  ))
}
