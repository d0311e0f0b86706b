import { useId } from 'react'
import classes from './what-if.module.css'

export interface SegmentedProps<Value extends string> {
  legend: string
  value: Value
  choices: readonly { value: Value; label: string; hint?: string }[]
  onValue: (value: Value) => void
}

/** A few choices side by side, of which one holds. */
export function Segmented<Value extends string>({ legend, value, choices, onValue }: SegmentedProps<Value>) {
  const name = useId()
  return (
    <fieldset className={classes.group}>
      <legend>{legend}</legend>
      <div className={classes.segments}>
        {choices.map((choice) => (
          <label key={choice.value} title={choice.hint}>
            <input type="radio" name={name} checked={choice.value === value} onChange={() => onValue(choice.value)} />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
