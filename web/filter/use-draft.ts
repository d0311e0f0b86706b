import { useEffect, useEffectEvent, useState } from 'react'
import { askFilter } from './ask-filter.ts'
import type { MapFilter } from './map-filter.ts'
import { useFilterLanguage } from './use-filter-language.ts'

/** A pause in typing after which what is written is applied, or its faults are said. */
const PAUSE_MS = 450

export interface Draft {
  text: string
  /** What is written reads so; not said while somebody is still typing. */
  asked: MapFilter
  settled: boolean
  write(text: string): void
  /** Now rather than after the pause. */
  settle(): void
}

/**
 * What stands in the field. It follows the address, and leads it while somebody types: a text that can be read is
 * applied after a pause; one that cannot be leaves the picture as it was.
 */
export function useDraft(applied: string, apply: (text: string) => void): Draft {
  const [draft, setDraft] = useState({ text: applied, since: applied, settled: true })
  // Somebody else has changed the filter: a preset, the back button, another link.
  const stale = draft.since !== applied
  const text = stale && draft.settled ? applied : draft.text
  if (stale) setDraft({ ...draft, text, since: applied })
  const asked = askFilter(useFilterLanguage(), text)
  // Kept as it is typed, and read as soon as that can be done.
  const isUnread = asked.kind === 'unread'

  const settle = (): void => {
    if (isUnread) return
    setDraft((now) => ({ ...now, settled: true }))
    const trimmed = text.trim()
    if (asked.kind !== 'wrong' && trimmed !== applied) apply(trimmed)
  }
  const settleLater = useEffectEvent(settle)
  useEffect(() => {
    if (draft.settled || isUnread) return
    const timer = setTimeout(() => settleLater(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft.settled, draft.text, isUnread])

  return {
    text,
    asked,
    settled: draft.settled,
    write: (next) => setDraft({ text: next, since: applied, settled: false }),
    settle,
  }
}
