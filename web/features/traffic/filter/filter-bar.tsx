import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { presetsQuery } from '#web/api/presets.ts'
import { presetsWith } from '#web/expression/built-in-presets.ts'
import { filterWords as words } from '#web/messages/filter-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { KeyHint } from '#web/ui/key-hint.tsx'
import { useShortcuts } from '#web/ui/use-shortcuts.ts'
import type { Fleet } from '../facts/fleet.ts'
import { ToolExtra } from '../map/tool-label.tsx'
import { withFilter, withHidden, type TrafficSearch } from '../traffic-search.ts'
import { FilterField } from './filter-field.tsx'
import { FilterNote } from './filter-note.tsx'
import { PresetsMenu } from './presets-menu.tsx'
import { useDraft } from './use-draft.ts'
import type { Filter } from './use-filter.ts'

export interface FilterBarProps {
  fleet: Fleet
  search: TrafficSearch
  filter: Filter
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
}

/** Find and hide: the field, what is had by one press, and what it leaves. */
export function FilterBar({ fleet, search, filter, onSearch }: FilterBarProps) {
  const noteId = useId()
  const { data: configured } = useQuery(presetsQuery())
  const text = search.q ?? ''
  // One step back leads to the picture without a filter, however much was typed.
  const apply = (next: string): void => onSearch(withFilter(search, next), { replace: text !== '' && next !== '' })
  const draft = useDraft(text, apply)
  const presets = presetsWith(configured?.presets ?? [])
  const errorsOnly = presets.find(({ name }) => name.toLowerCase() === ERRORS_ONLY)?.expression ?? ''
  const isErrorsOnly = text !== '' && text === errorsOnly
  const toggleErrors = (): void => onSearch(withFilter(search, isErrorsOnly ? '' : errorsOnly))
  useShortcuts([{ keys: 'e', run: toggleErrors }])
  return (
    <>
      <FilterField roster={fleet.roster} draft={draft} noteId={noteId} />
      <ActionButton size="small" pressed={isErrorsOnly} onClick={toggleErrors}>
        {words.errorsOnly}{' '}
        <ToolExtra>
          <KeyHint keys={['e']} decorative />
        </ToolExtra>
      </ActionButton>
      <PresetsMenu
        configured={configured?.presets ?? []}
        text={text}
        onChoose={(expression) => onSearch(withFilter(search, expression))}
      />
      {filter.filtered !== null && (
        <ActionButton
          size="small"
          pressed={search.hide === true}
          onClick={() => onSearch(withHidden(search, search.hide !== true), { replace: true })}
        >
          {words.hideOthers}
        </ActionButton>
      )}
      <FilterNote
        id={noteId}
        fleet={fleet}
        search={search}
        filter={filter}
        draft={draft}
        onShowAll={() => onSearch(withFilter(search, ''))}
      />
    </>
  )
}

const ERRORS_ONLY = 'errors only'
