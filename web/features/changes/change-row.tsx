import { memo } from 'react'
import type { Change } from '#contract/change.ts'
import { changesWords as words } from '#web/messages/changes-en.ts'
import { ageText, utcMomentText, utcTimeText } from '#web/messages/format.ts'
import { markWords } from '#web/messages/marks-en.ts'
import { serviceUrl, trafficUrl } from '#web/urls/urls.ts'
import classes from './change-feed.module.css'
import { momentUrl } from './moment-url.ts'
import { KindIcon, toneOf } from './kind-icon.tsx'

const MOST_NAMED = 2

/** One change: when, what, by whom, where; its title leads to that moment on the map. */
export const ChangeRow = memo(function ChangeRow({ change }: { change: Change }) {
  const { kind, title, startedAt, version, author, link, origin } = change
  const moment = utcTimeText(startedAt)
  return (
    <>
      <span role="cell" className={classes.time} title={utcMomentText(startedAt)}>
        {moment}
      </span>
      <span role="cell" className={classes.kind} data-tone={toneOf(kind)}>
        <KindIcon kind={kind} />
        <span>{markWords.change[kind]}</span>
      </span>
      <span role="cell" className={classes.what}>
        <a className={classes.title} href={momentUrl(change)} title={words.onMapHint(moment)} data-main>
          {title}
        </a>
        {version !== undefined && !title.includes(version) && (
          <span className={classes.version} title={words.version(version)}>
            {version}
          </span>
        )}
        {lengthText(change) !== null && <span className={classes.quiet}>{lengthText(change)}</span>}
      </span>
      <span role="cell" className={classes.where}>
        <Named
          names={change.services}
          none={words.everyService}
          hrefOf={(service) => serviceUrl(service)}
          hintOf={words.pageOf}
        />
        <span className={classes.quiet} aria-hidden>
          {' · '}
        </span>
        <Named
          names={change.regions}
          none={words.everywhere}
          hrefOf={(region) => trafficUrl({ view: region, at: startedAt })}
          hintOf={() => words.onMapHint(moment)}
        />
      </span>
      <span role="cell" className={classes.author} title={author}>
        {author === undefined ? '' : words.by(author)}
      </span>
      <span role="cell" className={classes.ways}>
        {link !== undefined && (
          <a href={link} target="_blank" rel="noreferrer" title={words.openHint(origin)}>
            {words.open} ↗
          </a>
        )}
        <a href={momentUrl(change)} title={words.onMapHint(moment)}>
          {words.onMap}
        </a>
      </span>
    </>
  )
})

interface NamedProps {
  names: readonly string[]
  /** What is said where none is named. */
  none: string
  hrefOf: (name: string) => string
  hintOf: (name: string) => string
}

function Named({ names, none, hrefOf, hintOf }: NamedProps) {
  if (names.length === 0) return <span className={classes.quiet}>{none}</span>
  const rest = names.slice(MOST_NAMED)
  return (
    <>
      {names.slice(0, MOST_NAMED).map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <a href={hrefOf(name)} title={hintOf(name)}>
            {name}
          </a>
        </span>
      ))}
      {rest.length > 0 && (
        <span className={classes.quiet} title={rest.join(', ')}>
          {' '}
          {words.more(rest.length)}
        </span>
      )}
    </>
  )
}

/** What has a length says it; a deploy that took less than a second is a moment. */
function lengthText({ startedAt, endedAt }: Change): string | null {
  if (endedAt === undefined || endedAt - startedAt < 1_000) return null
  return words.took(ageText(endedAt - startedAt))
}
