import { useEffect, useRef } from 'react'
import type { Completion } from '#web/expression/complete-expression.ts'
import { filterWords as words } from '#web/messages/filter-en.ts'
import classes from './filter.module.css'

export interface CompletionListProps {
  id: string
  completions: readonly Completion[]
  active: number
  onTake: (completion: Completion) => void
}

/** What could stand at the cursor; the field has the focus, this is only shown. */
export function CompletionList({ id, completions, active, onTake }: CompletionListProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    // Only the list is scrolled: `scrollIntoView` would move the picture under it as well.
    const [box, option] = [list.current, list.current?.children[active]]
    if (!(box instanceof HTMLElement) || !(option instanceof HTMLElement)) return
    const { offsetTop, offsetHeight } = option
    if (offsetTop < box.scrollTop) box.scrollTop = offsetTop
    else if (offsetTop + offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = offsetTop + offsetHeight - box.clientHeight
    }
  }, [active])
  return (
    <ul ref={list} id={id} className={classes.list} role="listbox" aria-label={words.suggestions}>
      {completions.map((completion, index) => (
        <li
          key={completion.text}
          id={`${id}-${index}`}
          className={classes.option}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(completion)}
        >
          <span className={classes.code} data-kind={completion.kind}>
            {completion.text}
          </span>
          <span className={classes.explanation}>{completion.explanation}</span>
        </li>
      ))}
    </ul>
  )
}
