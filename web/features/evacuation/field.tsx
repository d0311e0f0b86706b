import { useId } from 'react'
import classes from './field.module.css'

export interface FieldProps {
  label: string
  value: string
  onValue: (value: string) => void
  /** Several lines. */
  long?: boolean
  mono?: boolean
  autoFocus?: boolean
  hint?: string
}

/** A labelled field for a few words. */
export function Field({ label, value, onValue, long = false, mono = false, autoFocus = false, hint }: FieldProps) {
  const id = useId()
  const common = {
    id,
    value,
    className: classes.input,
    'data-mono': mono || undefined,
    'data-autofocus': autoFocus || undefined,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    maxLength: 500,
  }
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      {long ? (
        <textarea {...common} rows={2} onChange={(event) => onValue(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          type="text"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={classes.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}
