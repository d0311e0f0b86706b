import type { MantineColorScheme } from '@mantine/core'
import { actions as words } from '#web/messages/en.ts'
import { PATHS, searchOf, searchTextOf } from '#web/urls/urls.ts'
import { notify } from '../notices/notify.ts'
import type { PaletteAction } from './palette-entries.ts'

export interface ConsoleActionsInput {
  /** Where one is: path and search part. */
  href: string
  colorScheme: MantineColorScheme
  onGo: (href: string) => void
  onTheme: () => void
  onShortcuts: () => void
}

/** What the palette can run, in the order it is shown. */
export function consoleActionsOf({
  href,
  colorScheme,
  onGo,
  onTheme,
  onShortcuts,
}: ConsoleActionsInput): PaletteAction[] {
  return [
    { id: 'theme', label: words.theme[colorScheme], run: onTheme },
    ...tableActionOf(href, onGo),
    { id: 'copy-link', label: words.copyLink, run: () => void copyLink(href) },
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

async function copyLink(href: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(`${location.origin}${href}`)
    notify({ title: words.copied, message: words.copiedHint, tone: 'done' })
  } catch {
    notify({ title: words.notCopied, message: words.notCopiedHint, tone: 'trouble' })
  }
}
