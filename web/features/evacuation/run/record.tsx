import { useState } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { ActButton } from '../act-button.tsx'
import { sentenceOf } from '../facts/answer-of.ts'
import { whoText, type Looker } from '../facts/who-text.ts'
import { Field } from '../field.tsx'
import type { Acting } from './use-acting.ts'
import classes from './run.module.css'

const FEW = 12

/** Everything that happened, newest first. */
export function Record({ run, acting, looker }: { run: Run; acting: Acting; looker: Looker | null }) {
  const [all, setAll] = useState(false)
  const events = run.events.toReversed()
  const shown = all ? events : events.slice(0, FEW)
  return (
    <section className={classes.side}>
      <h2 className="group-label">{words.record}</h2>
      <ol className={classes.record}>
        {shown.map(({ seq, at, who, kind, says }) => (
          <li key={seq} data-kind={kind}>
            <time dateTime={new Date(at).toISOString()}>{utcTimeText(at)}</time>
            <span>
              {who !== 'system' && <strong>{whoText(who, looker)}: </strong>}
              {sentenceOf(kindText(kind, says))}
            </span>
          </li>
        ))}
      </ol>
      {events.length > shown.length && (
        <ActButton whyNot={null} onClick={() => setAll(true)}>
          {words.more(events.length - shown.length)}
        </ActButton>
      )}
      <NoteForm acting={acting} />
    </section>
  )
}

/** The kind goes first where the words alone do not say it. */
function kindText(kind: Run['events'][number]['kind'], says: string): string {
  const silent: readonly string[] = ['note', 'hook', 'guard', 'drift', 'refused', 'ended', 'wrote', 'proposed', 'armed']
  const name = kind.replaceAll('-', ' ')
  if (silent.includes(kind) || says.toLowerCase().startsWith(name)) return says
  return says === kind ? name : `${name}: ${says}`
}

function NoteForm({ acting }: { acting: Acting }) {
  const [note, setNote] = useState('')
  const send = () => {
    if (note.trim() === '') return
    acting.act({ verb: 'note', says: note.trim() })
    setNote('')
  }
  return (
    <form
      className={classes.note}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Field label={words.note} value={note} onValue={setNote} />
      <ActButton whyNot={null} onClick={send}>
        {words.noteAction}
      </ActButton>
    </form>
  )
}
