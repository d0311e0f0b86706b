import IconColumns from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs'
import { useEffect, useRef, useState } from 'react'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { COLUMN_IDS, type ColumnId } from './column-choice.ts'
import classes from './columns-menu.module.css'

export interface ColumnsMenuProps {
  columns: readonly ColumnId[]
  /** Null for the usual ones. */
  onColumns: (columns: readonly ColumnId[] | null) => void
}

/** Which columns are shown: kept by this browser, and in the address. */
export function ColumnsMenu({ columns, onColumns }: ColumnsMenuProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    root.current?.querySelector('input')?.focus()
    const away = ({ target }: Event): void => {
      if (!(target instanceof Node) || root.current?.contains(target) !== true) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])
  const toggle = (id: ColumnId): void =>
    onColumns(columns.includes(id) ? columns.filter((one) => one !== id) : [...columns, id])
  return (
    <div
      ref={root}
      className={classes.root}
      onKeyDown={(event) => {
        if (!open || event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        setOpen(false)
        button.current?.focus()
      }}
    >
      <ActionButton size="small" buttonRef={button} popup="dialog" expanded={open} onClick={() => setOpen(!open)}>
        <IconColumns size={15} stroke={1.6} aria-hidden /> {words.columnsMenu} <span aria-hidden>▾</span>
      </ActionButton>
      {open && (
        <div className={classes.list} role="dialog" aria-label={words.columnsTitle}>
          {COLUMN_IDS.map((id) => (
            <label key={id} className={classes.item}>
              <input
                type="checkbox"
                checked={columns.includes(id)}
                disabled={columns.length === 1 && columns[0] === id}
                onChange={() => toggle(id)}
              />
              <span>{words.columns[id]}</span>
              <span className={classes.hint}>{words.hints[id]}</span>
            </label>
          ))}
          <div className={classes.end}>
            <ActionButton size="small" onClick={() => onColumns(null)}>
              {words.usualColumns}
            </ActionButton>
          </div>
        </div>
      )}
    </div>
  )
}
