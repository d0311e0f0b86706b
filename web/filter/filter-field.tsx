import { useId, useRef, useState } from 'react'
import type { Roster } from '#contract/roster.ts'
import { filterWords as words } from '#web/messages/filter-en.ts'
import { CompletionList } from './completion-list.tsx'
import classes from './filter.module.css'
import { MarkedText } from './marked-text.tsx'
import { useCompletions } from './use-completions.ts'
import type { Draft } from './use-draft.ts'

export interface FilterFieldProps {
  roster: Roster
  draft: Draft
  /** Where its faults are said. */
  noteId: string
  placeholder?: string
}

/** The field in which a filter is typed: a combobox whose list is what could stand at the cursor. */
export function FilterField({ roster, draft, noteId, placeholder = words.placeholder }: FilterFieldProps) {
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [scrolled, setScrolled] = useState(0)
  const { offered, close, offer, write, take, onKeyDown } = useCompletions(roster, draft, input)
  const faults = draft.settled && draft.asked.kind === 'wrong' ? draft.asked.faults : []
  return (
    <div className={classes.field} data-wrong={faults.length > 0 || undefined}>
      <MarkedText text={draft.text} faults={faults} scrolled={scrolled} />
      <input
        ref={input}
        className={classes.input}
        type="text"
        role="combobox"
        aria-label={words.label}
        aria-description={words.help}
        aria-autocomplete="list"
        aria-expanded={offered !== null}
        aria-controls={offered === null ? undefined : listId}
        aria-activedescendant={offered !== null && offered.active >= 0 ? `${listId}-${offered.active}` : undefined}
        aria-invalid={faults.length > 0}
        aria-describedby={noteId}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={1_000}
        placeholder={placeholder}
        value={draft.text}
        onChange={({ target }) => write(target.value, target.selectionStart ?? target.value.length)}
        onClick={({ currentTarget }) => offer(draft.text, currentTarget.selectionStart ?? draft.text.length)}
        onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollLeft)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          close()
          draft.settle()
        }}
      />
      {draft.text !== '' && (
        <ClearButton
          onClear={() => {
            draft.write('')
            close()
            input.current?.focus()
          }}
        />
      )}
      {offered !== null && <CompletionList id={listId} {...offered} onTake={take} />}
      <span className="visually-hidden" role="status">
        {offered === null ? '' : words.suggestionCount(offered.completions.length)}
      </span>
    </div>
  )
}

function ClearButton({ onClear }: { onClear: () => void }) {
  return (
    <button
      type="button"
      className={classes.clear}
      aria-label={words.clear}
      // The field keeps the focus, so nothing is applied on the way.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClear}
    >
      ×
    </button>
  )
}
