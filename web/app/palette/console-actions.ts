import type { MantineColorScheme } from '@mantine/core'
import { changesWords } from '#web/messages/changes-en.ts'
import { actions as words } from '#web/messages/en.ts'
import { PATHS, changesUrl, instantOf, instantTextOf, searchOf, searchTextOf } from '#web/urls/urls.ts'
import { copyLink } from '../copy-link.ts'
import type { PaletteAction } from './palette-entries.ts'

export interface ConsoleActionsInput {
  /** Where one is: path and search part. */
  href: string
  /** Now, UTC ms, on the clock that samples carry. */
  now: () => number
  colorScheme: MantineColorScheme
  onGo: (href: string) => void
  onTheme: () => void
  onShortcuts: () => void
}

/** What the palette can run, in the order it is shown. */
export function consoleActionsOf({
  href,
  now,
  colorScheme,
  onGo,
  onTheme,
  onShortcuts,
}: ConsoleActionsInput): PaletteAction[] {
  return [
    { id: 'theme', label: words.theme[colorScheme], run: onTheme },
    ...tableActionOf(href, onGo),
    { id: 'record-change', label: changesWords.recordAction, run: () => onGo(changesUrl({ record: true })) },
    { id: 'copy-link', label: words.copyLink, run: () => copyMoment(href, now()) },
    { id: 'shortcuts', label: words.shortcuts, run: onShortcuts },
  ]
}

function tableActionOf(href: string, onGo: (href: string) => void): PaletteAction[] {
  const { path, search } = partsOf(href)
  if (path !== PATHS.traffic) return []
  const { table, ...rest } = search
  const shown = table !== undefined
  const target = `${path}${searchTextOf(shown ? rest : { ...rest, table: true })}`
  return [{ id: 'table', label: shown ? words.showMap : words.showTable, run: () => onGo(target) }]
}

function partsOf(href: string): { path: string; search: Record<string, string> } {
  const [path = '', searchText = ''] = href.split('?')
  return { path, search: searchOf(searchText) }
}

/** A link shows the moment it was copied at, not whatever is live when it is opened; other screens have no moment. */
function copyMoment(href: string, now: number): void {
  const { path, search } = partsOf(href)
  const at = instantOf(search['at'] ?? '') ?? now
  const target = path === PATHS.traffic ? `${path}${searchTextOf({ ...search, at: instantTextOf(at) })}` : href
  void copyLink(target, at)
}
