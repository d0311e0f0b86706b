import classes from './compare-bar.module.css'

export interface ChoicesProps<Id extends string> {
  label: string
  choices: readonly { id: Id; label: string; spoken?: string }[]
  chosen: Id
  onChoose: (id: Id) => void
}

/** A few words of which one holds. */
export function Choices<Id extends string>({ label, choices, chosen, onChoose }: ChoicesProps<Id>) {
  return (
    <div className={classes.choices} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          className={classes.choice}
          aria-pressed={choice.id === chosen}
          title={choice.spoken}
          onClick={() => onChoose(choice.id)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  )
}
