import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { ReadPreset } from '#web/expression/presets.ts'
import type { Preset } from '#contract/presets.ts'
import { filterWords as words } from '#web/messages/filter-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './filter.module.css'
import { useFilterLanguage } from './use-filter-language.ts'

export interface PresetsMenuProps {
  configured: readonly Preset[]
  /** The filter at present. */
  text: string
  onChoose: (expression: string) => void
}

/** Named filters: the built-in ones, and those of the configuration with their faults. */
export function PresetsMenu({ configured, text, onChoose }: PresetsMenuProps) {
  const [open, setOpen] = useState(false)
  const host = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const language = useFilterLanguage()
  const presets = language === null || language === 'failed' ? [] : language.readPresets(configured)
  const isEmpty = presets.length === 0
  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  useEffect(() => {
    if (open && !isEmpty) itemsIn(host.current)[0]?.focus()
  }, [open, isEmpty])
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = itemsIn(host.current)
    const at = items.findIndex((item) => item === document.activeElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Escape') close()
    else if (next !== undefined) items.at(next % items.length)?.focus()
    else return
    // Neither the page nor the screen's shortcuts get these.
    event.preventDefault()
  }
  return (
    <div
      ref={host}
      className={classes.presets}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <ActionButton size="small" buttonRef={button} popup="menu" expanded={open} onClick={() => setOpen(!open)}>
        {words.presets}
        <span aria-hidden>▾</span>
      </ActionButton>
      {open && (
        <div className={classes.menu} role="menu" tabIndex={-1} aria-label={words.presetsLabel} onKeyDown={onKeyDown}>
          {presets.map((one) => (
            <PresetItem
              key={one.preset.name}
              one={one}
              isOn={one.preset.expression === text}
              onChoose={() => {
                onChoose(one.preset.expression)
                close()
              }}
            />
          ))}
        </div>
      )}
    </div>
  )
}

function PresetItem({ one, isOn, onChoose }: { one: ReadPreset; isOn: boolean; onChoose: () => void }) {
  const fault = one.kind === 'wrong' ? (one.faults[0]?.message ?? '') : null
  return (
    <button
      type="button"
      role="menuitemradio"
      className={classes.preset}
      tabIndex={-1}
      aria-checked={isOn}
      aria-disabled={fault !== null}
      onClick={() => {
        if (fault === null) onChoose()
      }}
    >
      <span>{one.preset.name}</span>
      <span className={classes.presetText}>{one.preset.expression}</span>
      {fault !== null && <span className={classes.presetFault}>{words.wrongPreset(fault)}</span>}
    </button>
  )
}

function itemsIn(host: HTMLElement | null): HTMLElement[] {
  return [...(host?.querySelectorAll<HTMLElement>('[role="menuitemradio"]') ?? [])]
}
