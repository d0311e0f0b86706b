import { useEffect, useEffectEvent } from 'react'
import { singleKeysOn } from '#web/ui/single-key-setting.ts'
import { useShortcuts } from '#web/ui/use-shortcuts.ts'
import type { TimeTravel } from './use-time-travel.ts'

/** `l` is live, Space pauses and plays, from anywhere on the screen. */
export function useTimeKeys({ replay, toggle }: Pick<TimeTravel, 'replay' | 'toggle'>): void {
  useShortcuts([{ keys: 'l', run: () => replay.live() }])
  const onSpace = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== ' ' || event.defaultPrevented || event.repeat || !isFree(event)) return
    event.preventDefault()
    toggle()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onSpace(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

/** Space belongs to what it presses, opens or is typed into. */
const ITS_OWN =
  'button, a, summary, input, textarea, select, [role="button"], [role="tab"], [role="textbox"], [role="combobox"], [role="switch"]'

function isFree({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (!singleKeysOn() || ctrlKey || metaKey || altKey) return false
  if (document.querySelector('[aria-modal="true"]') !== null) return false
  return !(target instanceof HTMLElement && (target.isContentEditable || target.closest(ITS_OWN) !== null))
}
