import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { presetsQuery } from '#web/api/presets.ts'
import { presetsWith } from '#web/expression/built-in-presets.ts'
import { filterWords as words } from '#web/messages/filter-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { KeyHint } from '#web/ui/key-hint.tsx'
import { useShortcuts } from '#web/ui/use-shortcuts.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { ToolExtra } from '#web/ui/tool-label.tsx'
import { FilterField } from './filter-field.tsx'
import { FilterNote } from './filter-note.tsx'
import { PresetsMenu } from './presets-menu.tsx'
import { useDraft } from './use-draft.ts'
import type { Filter, FilterAsked } from './use-filter.ts'

export interface FilterBarProps {
  fleet: Fleet
  asked: FilterAsked
  filter: Filter
  /** `replace`: not a step that the back button takes back. */
  onFilter: (text: string, how?: { replace: boolean }) => void
  onHide: (hides: boolean) => void
  /** What the field may say while it is empty. */
  placeholder?: string
}

/** Find and hide: the field, what is had by one press, and what it leaves. */
export function FilterBar({ fleet, asked, filter, onFilter, onHide, placeholder }: FilterBarProps) {
  const noteId = useId()
  const { data: configured } = useQuery(presetsQuery())
  const text = asked.q ?? ''
  // One step back leads to the picture without a filter, however much was typed.
  const apply = (next: string): void => onFilter(next, { replace: text !== '' && next !== '' })
  const draft = useDraft(text, apply)
  const presets = presetsWith(configured?.presets ?? [])
  const errorsOnly = presets.find(({ name }) => name.toLowerCase() === ERRORS_ONLY)?.expression ?? ''
  const isErrorsOnly = text !== '' && text === errorsOnly
  const toggleErrors = (): void => onFilter(isErrorsOnly ? '' : errorsOnly)
  useShortcuts([{ keys: 'e', run: toggleErrors }])
  return (
    <>
      <FilterField
        roster={fleet.roster}
        draft={draft}
        noteId={noteId}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      <ActionButton size="small" pressed={isErrorsOnly} onClick={toggleErrors}>
        {words.errorsOnly}{' '}
        <ToolExtra>
          <KeyHint keys={['e']} decorative />
        </ToolExtra>
      </ActionButton>
      <PresetsMenu configured={configured?.presets ?? []} text={text} onChoose={(expression) => onFilter(expression)} />
      {filter.filtered !== null && (
        <ActionButton size="small" pressed={asked.hide === true} onClick={() => onHide(asked.hide !== true)}>
          {words.hideOthers}
        </ActionButton>
      )}
      <FilterNote
        id={noteId}
        fleet={fleet}
        asked={asked}
        filter={filter}
        draft={draft}
        onShowAll={() => onFilter('')}
      />
    </>
  )
}

const ERRORS_ONLY = 'errors only'
