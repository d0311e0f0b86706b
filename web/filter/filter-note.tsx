import { filterWords as words } from '#web/messages/filter-en.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import classes from './filter.module.css'
import type { Draft } from './use-draft.ts'
import { useFilterLanguage } from './use-filter-language.ts'
import type { Filter, FilterAsked } from './use-filter.ts'

export interface FilterNoteProps {
  id: string
  fleet: Fleet
  asked: FilterAsked
  filter: Filter
  draft: Draft
  onShowAll: () => void
}

/** What the filter leaves, or why it cannot be read; and how to have everything back. */
export function FilterNote({ id, fleet, asked: address, filter, draft, onShowAll }: FilterNoteProps) {
  const { asked, filtered } = filter
  const language = useFilterLanguage()
  const wrong = draft.settled && draft.asked.kind === 'wrong' ? draft.asked : null
  if (wrong === null && filtered === null) return <div id={id} hidden />
  return (
    <div id={id} className={classes.note} role="status">
      {wrong !== null && (
        <p className={classes.fault}>
          {inCode(wrong.faults[0]?.message ?? '')}
          {wrong.faults.length > 1 && ` (${words.moreFaults(wrong.faults.length - 1)})`}{' '}
          <span className={classes.consequence}>{filtered === null ? words.notApplied : words.stillBefore}</span>
        </p>
      )}
      {asked.kind === 'asked' && filtered !== null && language !== null && language !== 'failed' && (
        <p className={classes.count}>
          <span title={language.describeExpression(asked.expression)}>
            {filtered.shown === 0 ? words.nothing(filtered.services) : words.count(filtered.shown, filtered.services)}
            {filtered.shown < filtered.services && ` · ${restText(filtered)}`}
          </span>
          <button type="button" className={classes.showAll} onClick={onShowAll}>
            {words.showAll}
          </button>
          {language.doubtsOf({ ...questionOf(fleet, address), expression: asked.expression }).map((doubt) => (
            <span key={doubt} className={classes.doubt}>
              {inCode(doubt)}
            </span>
          ))}
        </p>
      )}
    </div>
  )
}

function restText({ shown, services, hidesOthers }: { shown: number; services: number; hidesOthers: boolean }): string {
  return hidesOthers ? words.hidden(services - shown) : words.dimmed(services - shown)
}

function questionOf({ roster }: Fleet, { region, selected }: FilterAsked) {
  return { roster, region, selected: selected ?? null }
}

/** What stands in back quotes is of the language, and set as such. */
function inCode(sentence: string) {
  return sentence
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part : <code key={`${index} ${part}`}>{part}</code>))
}
