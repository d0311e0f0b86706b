import { compareWords as words } from '#web/messages/compare-en.ts'
import { UNKNOWN_MARK } from '#web/messages/format-numbers.ts'
import type { Measure } from '../traffic-search.ts'
import { levelOf, type Change } from './change.ts'
import { arrowOf, changeText } from './change-words.ts'
import classes from './change-value.module.css'

/** `▼ −71 %`, in the colour of the scale; what is not known is a dash for the eye and words for the ear. */
export function ChangeValue({ change, measure }: { change: Change; measure: Measure }) {
  const level = levelOf(change, measure)
  const text = changeText(change, measure)
  const arrow = arrowOf(change, level)
  return (
    <span className={classes.value} data-tone={toneOf(level)} title={text === UNKNOWN_MARK ? words.unknown : undefined}>
      {arrow !== '' && <span aria-hidden>{arrow} </span>}
      {text === UNKNOWN_MARK ? (
        <>
          <span aria-hidden className={classes.unknown}>
            {UNKNOWN_MARK}
          </span>
          <span className="visually-hidden">{words.unknown}</span>
        </>
      ) : (
        text
      )}
    </span>
  )
}

export function toneOf(level: number): 'less' | 'more' | 'same' | 'unknown' {
  if (Number.isNaN(level)) return 'unknown'
  return level > 0 ? 'more' : level < 0 ? 'less' : 'same'
}
