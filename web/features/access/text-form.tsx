import { useId, type FormEvent, type ReactNode } from 'react'
import classes from './access.module.css'

export interface TextField {
  name: string
  label: string
  autoComplete?: string
  inputMode?: 'numeric' | 'text'
  pattern?: string
  spellCheck?: boolean
  initial?: string
}

export interface TextFormProps {
  fields: readonly TextField[]
  action: string
  busy: boolean
  /** Beside the fields: what is not typed. */
  children?: ReactNode
  onSend: (typed: Readonly<Record<string, string>>) => void
}

/** A few words typed and sent. Their values stay in the page alone until then. */
export function TextForm({ fields, action, busy, children, onSend }: TextFormProps) {
  const id = useId()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    onSend(Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? '').trim()])))
  }
  return (
    <form className={classes.form} onSubmit={send}>
      {fields.map(({ name, label, initial, ...rest }) => (
        <div key={name} className={classes.field}>
          <label htmlFor={`${id}${name}`}>{label}</label>
          <input id={`${id}${name}`} name={name} className={classes.input} defaultValue={initial} required {...rest} />
        </div>
      ))}
      {children}
      <button type="submit" className={classes.send} disabled={busy}>
        {action}
      </button>
    </form>
  )
}
