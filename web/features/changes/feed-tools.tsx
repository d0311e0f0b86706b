import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useId } from 'react'
import { useLive } from '#web/live/use-live.ts'
import { changesWords as words } from '#web/messages/changes-en.ts'
import { saveFile } from '#web/ui/save-file.ts'
import { searchTextOf } from '#web/urls/urls.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { ToolLabel } from '#web/ui/tool-label.tsx'
import { changesCsv, changesCsvName } from './changes-csv.ts'
import type { ChangesScreenProps } from './changes-screen.tsx'
import { isFiltered, withoutFilters } from './changes-search.ts'
import classes from './changes.module.css'
import { RangeChoice } from './range-choice.tsx'
import type { ChangesFound } from './use-changes-found.ts'
import { useKnownNames } from './use-known-names.ts'
import { useMayRecord } from './use-may-record.ts'

export interface FeedToolsProps extends ChangesScreenProps {
  found: ChangesFound
  onSaid: (text: string) => void
}

/** Which changes are looked at, and what can be done with them. */
export function FeedTools({ search, onSearch, found, onSaid }: FeedToolsProps) {
  const { regions, services } = useKnownNames()
  const simulated = useLive((live) => live.simulated)
  const mayRecord = useMayRecord()
  const listId = useId()
  const set = (fields: Partial<typeof search>) => onSearch({ ...search, ...fields }, { replace: true })
  const write = (): void => {
    const { shown, from, to } = found
    const { kind, region, service, q } = search
    const text = changesCsv({ changes: shown, from, to, filter: searchTextOf({ kind, region, service, q }), simulated })
    const name = changesCsvName(found)
    saveFile({ name, content: new Blob([text], { type: 'text/csv;charset=utf-8' }) })
    onSaid(words.written(name))
  }
  return (
    <div className={classes.tools} role="search">
      <input
        className={classes.input}
        type="search"
        aria-label={words.text}
        placeholder={words.textShort}
        value={search.q ?? ''}
        maxLength={200}
        onChange={({ currentTarget }) => set({ q: currentTarget.value || undefined })}
      />
      <select
        className={classes.input}
        aria-label={words.region}
        value={search.region ?? ''}
        onChange={({ currentTarget }) => set({ region: currentTarget.value || undefined })}
      >
        <option value="">{words.everyRegion}</option>
        {[...new Set([...regions, ...(search.region === undefined ? [] : [search.region])])].map((region) => (
          <option key={region}>{region}</option>
        ))}
      </select>
      <input
        className={classes.input}
        list={listId}
        aria-label={words.service}
        placeholder={words.anyService}
        value={search.service ?? ''}
        maxLength={128}
        onChange={({ currentTarget }) => set({ service: currentTarget.value || undefined })}
      />
      <datalist id={listId}>
        {services.map((service) => (
          <option key={service} value={service} />
        ))}
      </datalist>
      {isFiltered(search) && (
        <button type="button" className={classes.clear} onClick={() => onSearch(withoutFilters(search))}>
          {words.clear}
        </button>
      )}
      <span className={classes.space} />
      {found.told !== undefined && (
        <span className={classes.count}>{words.count(found.shown.length, found.told.length)}</span>
      )}
      <RangeChoice search={search} onSearch={onSearch} />
      <ActionButton size="small" hint={words.csvHint} disabled={found.shown.length === 0} onClick={write}>
        <ToolLabel icon={IconDownload}>{words.csv}</ToolLabel>
      </ActionButton>
      <ActionButton
        size="small"
        popup="dialog"
        hint={mayRecord ? words.recordHint : words.mayNot}
        disabled={!mayRecord}
        onClick={() => onSearch({ ...search, record: true })}
      >
        <ToolLabel icon={IconPlus}>{words.record}</ToolLabel>
      </ActionButton>
    </div>
  )
}
