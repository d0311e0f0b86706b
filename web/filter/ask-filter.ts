import { filterWords as words } from '#web/messages/filter-en.ts'
import type { MapFilter } from './map-filter.ts'
import type { LanguageState } from './use-filter-language.ts'

const NONE: MapFilter = { kind: 'none' }

/** What a text asks, as far as the language is there to read it. */
export function askFilter(language: LanguageState, text: string | undefined): MapFilter {
  if (text === undefined || text.trim() === '') return NONE
  if (language === null) return { kind: 'unread', text }
  if (language !== 'failed') return language.readFilter(text)
  return { kind: 'wrong', text, faults: [{ from: 0, to: text.length, message: words.notFetched, expected: [] }] }
}
