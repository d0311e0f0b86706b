import { useEffect, useEffectEvent } from 'react'
import { singleKeysOn } from './single-key-setting.ts'

/**
 * `mod+k` (Ctrl, or ⌘ on a Mac), `/`, `?`, `Escape`, or two keys one after the other: `g t`. Letters in lower case.
 * All but `mod+…` and `Escape` are single-key shortcuts: they rest while somebody types, while a dialog is open, and
 * where a person has switched them off.
 */
export interface Shortcut {
  keys: string
  run: (event: KeyboardEvent) => void
}

/** How long the second key of a pair may take, ms. */
const PAIR_WITHIN_MS = 1_500

/** What begins a pair: the key after it is the pair's, whoever else would have a use for that key alone. */
const LEADER = 'g'

/** Listens on the window while the component stands. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const handle = useEffectEvent((event: KeyboardEvent, before: KeyboardEvent | null) =>
    runShortcut(shortcuts, event, before),
  )
  useEffect(() => {
    let before: KeyboardEvent | null = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      before = handle(event, before) ? null : event
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

/** True where a shortcut ran; `before` is the key pressed before this one. */
export function runShortcut(
  shortcuts: readonly Shortcut[],
  event: KeyboardEvent,
  before: KeyboardEvent | null,
): boolean {
  const pressed = keysOf(event)
  const first = before !== null && event.timeStamp - before.timeStamp <= PAIR_WITHIN_MS ? keysOf(before) : null
  const asPair = shortcuts.find(({ keys }) => keys === `${first} ${pressed}`)
  // Of several that listen, the one that would take the key alone may be asked before the one that knows the pair.
  const belongsToPair = first === LEADER && pressed.length === 1
  const found = asPair ?? (belongsToPair ? undefined : shortcuts.find(({ keys }) => keys === pressed))
  if (found === undefined || (isSingleKey(found.keys) && !maySingleKeysRun(event))) return false
  // An open dialog has the keys to itself; Escape is then its own.
  if (!found.keys.startsWith('mod+') && isDialogOpen()) return false
  event.preventDefault()
  found.run(event)
  return true
}

function keysOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toLowerCase() : key
  const modified = ctrlKey || metaKey
  return `${modified ? 'mod+' : ''}${altKey ? 'alt+' : ''}${name}`
}

function isSingleKey(keys: string): boolean {
  return keys !== 'Escape' && !keys.startsWith('mod+')
}

function isDialogOpen(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null
}

function maySingleKeysRun({ target }: KeyboardEvent): boolean {
  if (!singleKeysOn()) return false
  return !(
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="textbox"], [role="combobox"]') !== null)
  )
}
