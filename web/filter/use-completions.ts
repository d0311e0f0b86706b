import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { Roster } from '#contract/roster.ts'
import type { Completion } from '#web/expression/complete-expression.ts'
import type { Draft } from './use-draft.ts'
import { useFilterLanguage } from './use-filter-language.ts'
import { withCompletion } from './with-completion.ts'

export interface Offered {
  completions: readonly Completion[]
  /** −1 for none: the field itself. */
  active: number
}

export interface Completions {
  /** Null while the list is closed. */
  offered: Offered | null
  close(): void
  /** Of what stands in the field. */
  offer(text: string, cursor: number): void
  write(text: string, cursor: number): void
  take(completion: Completion): void
  onKeyDown(event: KeyboardEvent): void
}

/** The list under the field: what could stand at the cursor, and the keys that walk it. */
export function useCompletions(roster: Roster, draft: Draft, input: RefObject<HTMLInputElement | null>): Completions {
  const { offered, setOffered, close, offer } = useOffered(roster)
  const write = (text: string, cursor: number): void => {
    draft.write(text)
    offer(text, cursor)
  }
  const take = (completion: Completion): void => {
    const next = withCompletion(draft.text, completion)
    write(next.text, next.cursor)
    input.current?.focus()
    // After React has put the text in.
    queueMicrotask(() => input.current?.setSelectionRange(next.cursor, next.cursor))
  }
  const move = (by: number): void => {
    if (offered === null) return offer(draft.text, input.current?.selectionStart ?? draft.text.length)
    const places = offered.completions.length + 1
    setOffered({ ...offered, active: ((offered.active + 1 + by + places) % places) - 1 })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'ArrowDown':
        move(1)
        break
      case 'ArrowUp':
        move(-1)
        break
      case 'Enter': {
        const completion = offered?.completions[offered.active]
        if (completion !== undefined) take(completion)
        else {
          close()
          draft.settle()
        }
        break
      }
      case 'Escape':
        // The screen's own Escape goes up; here it first closes the list, then leaves the field.
        if (offered === null) input.current?.blur()
        close()
        break
      default:
        return
    }
    event.preventDefault()
  }
  return { offered, close, offer, write, take, onKeyDown }
}

/** What is offered at present; what was asked for before the language was there is offered once it is. */
function useOffered(roster: Roster) {
  const [offered, setOffered] = useState<Offered | null>(null)
  const language = useFilterLanguage()
  const waiting = useRef<{ text: string; cursor: number } | null>(null)
  const close = (): void => {
    waiting.current = null
    setOffered(null)
  }
  const offer = (text: string, cursor: number): void => {
    waiting.current = language === null ? { text, cursor } : null
    const completions = language === null || language === 'failed' ? [] : language.completeAt(text, cursor, roster)
    setOffered(completions.length === 0 ? null : { completions, active: -1 })
  }
  const offerWaiting = useEffectEvent(() => {
    if (waiting.current !== null) offer(waiting.current.text, waiting.current.cursor)
  })
  useEffect(() => {
    if (language !== null) offerWaiting()
  }, [language])
  return { offered, setOffered, close, offer }
}
