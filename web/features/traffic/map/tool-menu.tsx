import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { ActionButton } from '#web/ui/action-button.tsx'
import { ToolLabel, type ToolIcon } from '#web/ui/tool-label.tsx'
import classes from './tool-menu.module.css'

export interface ToolMenuItem {
  id: string
  label: string
  hint: string
  /** One of a choice: it is or is not the present one. Absent where it does something. */
  chosen?: boolean
  disabled?: boolean
  onChoose: () => void
}

export interface ToolMenuProps {
  label: string
  icon: ToolIcon
  /** What is chosen at present, said even where there is room for the icon alone. */
  value?: string
  /** Heading of the list. */
  title?: string
  items: readonly ToolMenuItem[]
  /** Which side of the button the list keeps to. */
  side?: 'left' | 'right'
  /** Under the list while it is open. */
  children?: ReactNode
  onApproach?: () => void
}

/** A button of the map's toolbar with a few choices: arrows move, Enter chooses, Esc closes and gives the focus back. */
export function ToolMenu({ label, icon, value, title, items, side = 'left', children, onApproach }: ToolMenuProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()

  useEffect(() => {
    if (!open) return
    buttonsIn(root.current)
      .find((item) => item.getAttribute('aria-checked') !== 'false' && !item.disabled)
      ?.focus()
    const away = ({ target }: Event): void => {
      if (!(target instanceof Node) || root.current?.contains(target) !== true) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])

  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
    if (event.key === 'Escape') close()
    else if (event.key === 'Tab') setOpen(false)
    else if (step !== undefined) moveFocus(root.current, step)
    else return
    // Esc means this menu, not the view behind it; arrows do not move the map.
    event.stopPropagation()
    if (event.key !== 'Tab') event.preventDefault()
  }
  return (
    <div ref={root} className={classes.root} onKeyDown={onKeyDown} onPointerEnter={onApproach} onFocus={onApproach}>
      <ActionButton
        size="small"
        buttonRef={button}
        onClick={() => setOpen(!open)}
        menu={{ open, controls: id }}
        hint={title ?? label}
      >
        <ToolLabel icon={icon}>{label}</ToolLabel> {value} <span aria-hidden>▾</span>
      </ActionButton>
      {open && (
        <div id={id} className={classes.list} data-side={side} role="menu" aria-label={title ?? label}>
          {title !== undefined && (
            <div className={classes.title} aria-hidden>
              {title}
            </div>
          )}
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              className={classes.item}
              role={item.chosen === undefined ? 'menuitem' : 'menuitemradio'}
              {...(item.chosen === undefined ? {} : { 'aria-checked': item.chosen })}
              disabled={item.disabled}
              tabIndex={-1}
              onClick={() => {
                item.onChoose()
                close()
              }}
            >
              <span className={classes.label}>{item.label}</span>
              <span className={classes.hint}>{item.hint}</span>
            </button>
          ))}
        </div>
      )}
      {children}
    </div>
  )
}

function buttonsIn(root: HTMLElement | null): HTMLButtonElement[] {
  return [...(root?.querySelectorAll<HTMLButtonElement>('[role="menu"] button') ?? [])]
}

function moveFocus(root: HTMLElement | null, step: number): void {
  const buttons = buttonsIn(root).filter((item) => !item.disabled)
  const now = buttons.findIndex((item) => item === document.activeElement)
  const last = buttons.length - 1
  const next = Number.isFinite(step) ? (now + step + buttons.length) % buttons.length : step < 0 ? 0 : last
  buttons[next]?.focus()
}
