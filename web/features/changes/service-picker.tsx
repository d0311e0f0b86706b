import { useId, useState } from 'react'
import { ServiceId } from '#contract/ids.ts'
import { changesWords } from '#web/messages/changes-en.ts'
import classes from './record-dialog.module.css'

export interface ServicePickerProps {
  /** Names that are offered; any other that a service could have is taken as well. */
  known: readonly string[]
  chosen: readonly string[]
  onChosen: (services: readonly string[]) => void
}

const words = changesWords.dialog

/** Services one after the other, each offered as it is typed. */
export function ServicePicker({ known, chosen, onChosen }: ServicePickerProps) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const id = useId()
  const add = (typed: string): void => {
    const service = typed.trim().toLowerCase()
    if (service === '') return setText('')
    if (!ServiceId.safeParse(service).success) return setWrong(service)
    setText('')
    setWrong(null)
    if (!chosen.includes(service)) onChosen([...chosen, service])
  }
  const type = (typed: string): void => {
    setWrong(null)
    if (typed.endsWith(',')) add(typed.slice(0, -1))
    // Picked from what is offered: nothing more is to be typed.
    else if (known.includes(typed) && !known.some((name) => name !== typed && name.startsWith(typed))) add(typed)
    else setText(typed)
  }
  return (
    <div className={classes.field}>
      <label htmlFor={id}>
        {words.services} <span className={classes.quiet}>{words.servicesHint}</span>
      </label>
      <div className={classes.chips}>
        {chosen.map((service) => (
          <button
            key={service}
            type="button"
            aria-label={words.remove(service)}
            onClick={() => onChosen(chosen.filter((one) => one !== service))}
          >
            {service} <span aria-hidden>✕</span>
          </button>
        ))}
        <input
          id={id}
          list={`${id}-known`}
          value={text}
          maxLength={128}
          aria-invalid={wrong !== null}
          onChange={({ currentTarget }) => type(currentTarget.value)}
          onBlur={() => add(text)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && text.trim() !== '') {
              event.preventDefault()
              add(text)
            } else if (event.key === 'Backspace' && text === '') onChosen(chosen.slice(0, -1))
          }}
        />
      </div>
      <datalist id={`${id}-known`}>
        {known
          .filter((name) => !chosen.includes(name))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
      {wrong !== null && (
        <p className={classes.problem} role="alert">
          {words.unknown(wrong)}
        </p>
      )}
    </div>
  )
}
