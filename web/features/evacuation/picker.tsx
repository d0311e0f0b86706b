import { useId } from 'react'
import classes from './field.module.css'

export interface PickerProps {
  label: string
  value: string
  options: readonly string[]
  onValue: (value: string) => void
}

/** One of a list; the browser's own, which every keyboard and reader knows. */
export function Picker({ label, value, options, onValue }: PickerProps) {
  const id = useId()
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={classes.input} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </div>
  )
}
