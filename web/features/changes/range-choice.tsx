import { changesWords as words } from '#web/messages/changes-en.ts'
import { utcMomentText } from '#web/messages/format.ts'
import type { ChangesScreenProps } from './changes-screen.tsx'
import { SPAN_NAMES, rangeOf, withLast } from './changes-search.ts'
import classes from './changes.module.css'

/** The last so many hours or days; a stretch picked out of them is left by its own button. */
export function RangeChoice({ search, onSearch }: ChangesScreenProps) {
  const range = rangeOf(search)
  return (
    <div className={classes.ranges} role="group" aria-label={words.range.label}>
      {range.kind === 'span' && (
        <button type="button" aria-pressed title={words.range.leave} onClick={() => onSearch(withLast(search, '24h'))}>
          {words.range.span(utcMomentText(range.from).slice(5, -4), endText(range))} UTC ✕
        </button>
      )}
      {SPAN_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={range.kind === 'last' && range.name === name}
          title={words.range.spoken[name]}
          onClick={() => onSearch(withLast(search, name))}
        >
          {words.range.lastSpans[name]}
        </button>
      ))}
    </div>
  )
}

/** The day stands with the end only where it is another. */
function endText({ from, to }: { from: number; to: number }): string {
  const [start, end] = [utcMomentText(from), utcMomentText(to)]
  return start.slice(0, 10) === end.slice(0, 10) ? end.slice(11, -4) : end.slice(5, -4)
}
