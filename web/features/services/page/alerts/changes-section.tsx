import type { Change } from '#contract/change.ts'
import { ageText, utcWhenText } from '#web/messages/format.ts'
import { markWords } from '#web/messages/marks-en.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { servicesWords } from '#web/messages/services-en.ts'
import page from '../page.module.css'
import classes from './alerts.module.css'

const words = servicePageWords.changes
const MOST = 8

export interface ChangesSectionProps {
  changes: readonly Change[]
  error: Error | null
  now: number
}

/** What was changed of it in the last day, the newest first. */
export function ChangesSection({ changes, error, now }: ChangesSectionProps) {
  const newest = changes.toSorted((one, other) => other.startedAt - one.startedAt).slice(0, MOST)
  return (
    <section>
      <h2 className={page.heading}>{servicePageWords.sections.changes}</h2>
      {error !== null && <p className={page.trouble}>{words.failed(error.message)}</p>}
      {newest.length === 0 && error === null && <p className={page.quiet}>{words.none}</p>}
      <ul aria-label={servicePageWords.sections.changes}>
        {newest.map(({ id, kind, title, startedAt, regions, author, link }) => (
          <li key={id} className={classes.alert}>
            <span aria-hidden>·</span>
            <div className={classes.words}>
              <p>
                <strong>{title}</strong>
                <span className={page.small}>
                  {[markWords.change[kind], ...regions, ...(author === undefined ? [] : [words.by(author)])].join(
                    ' · ',
                  )}
                </span>
              </p>
            </div>
            <div className={classes.ways}>
              {link !== undefined && (
                <a className={page.out} href={link} target="_blank" rel="noreferrer">
                  {servicePageWords.alerts.open} ↗
                </a>
              )}
              <span className={page.small} title={`${utcWhenText(startedAt, now)} UTC`}>
                {servicesWords.ago(ageText(now - startedAt))}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
