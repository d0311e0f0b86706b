import { useState, type FormEvent } from 'react'
import { replayWords as words } from '#web/messages/replay-en.ts'
import { parseMoment } from './parse-moment.ts'
import classes from './range-bar.module.css'
import type { TimeTravel } from './use-time-travel.ts'

/** A time to go to, typed. */
export function TimeField({ time: { replay, now } }: { time: TimeTravel }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    const at = parseMoment(text, now)
    const wrong = at === null ? words.timeNot : at > now ? words.timeNotYet : null
    setProblem(wrong)
    if (wrong !== null || at === null) return
    replay.seek(at)
    setText('')
  }
  return (
    <form className={classes.time} onSubmit={go}>
      <input
        className={classes.timeInput}
        value={text}
        aria-label={words.time}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : 'time-problem'}
        placeholder={words.timePlaceholder}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value)
          setProblem(null)
        }}
        onBlur={() => setProblem(null)}
      />
      {problem !== null && (
        <span id="time-problem" className={classes.timeProblem} role="alert">
          {problem}
        </span>
      )}
    </form>
  )
}
