import { useState, type RefObject } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import { actHints, beforeWords as words } from '#web/messages/evacuation-run-en.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'
import { periodText } from '#web/messages/format.ts'
import { runUrl } from '#web/urls/urls.ts'
import { ActButton } from '../act-button.tsx'
import { answerOfPrediction } from '../facts/answer-of.ts'
import { whoText, type Looker } from '../facts/who-text.ts'
import { Field } from '../field.tsx'
import type { Acting } from './use-acting.ts'
import parts from './parts.module.css'
import classes from './run.module.css'

export interface BeforeStartProps {
  run: Run
  acting: Acting
  looker: Looker | null
  startField: RefObject<HTMLDivElement | null>
}

/** From a draft to the start: what is asked of whom, what exactly is approved, and the name typed. */
export function BeforeStart({ run, acting, looker, startField }: BeforeStartProps) {
  const { plan, phase } = run
  const answer = answerOfPrediction(plan.prediction)
  return (
    <section className={classes.before} aria-labelledby="run-next">
      <h2 id="run-next" className="group-label">
        {words.now}
      </h2>
      <p className={parts.lead}>{leadOf(run, looker, acting)}</p>
      {phase === 'awaiting-approval' && <CopyLink id={run.id} />}
      {phase === 'armed' && <StartForm run={run} acting={acting} field={startField} />}
      <div className={parts.approved}>
        <div>
          <h3>{words.envelope}</h3>
          <ul className={parts.envelope}>
            {envelopeTexts(run).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p className={classes.quiet}>{words.envelopeLead}</p>
        </div>
        <dl className={parts.bound}>
          <div data-tone={answer.tone}>
            <dt>{words.predicted}</dt>
            <dd>{answer.headline}</dd>
          </div>
          <div>
            <dt>{words.reason}</dt>
            <dd>{plan.reason}</dd>
          </div>
          <div>
            <dt>{words.author}</dt>
            <dd>{whoText(plan.author, looker)}</dd>
          </div>
          <div>
            <dt>{words.hash}</dt>
            <dd>
              <code title={plan.hash}>{plan.hash.slice(0, 12)}</code>
            </dd>
          </div>
        </dl>
      </div>
      {(phase === 'draft' || phase === 'awaiting-approval') && <GlassForm run={run} acting={acting} />}
    </section>
  )
}

function leadOf({ phase, plan }: Run, looker: Looker | null, acting: Acting): string {
  if (phase === 'draft') return words.draft
  if (phase === 'armed') return acting.whyNot('start') === null ? words.armed : words.armedOther
  return plan.author === looker?.personId ? `${words.yours} ${words.waiting}` : words.forYou
}

function envelopeTexts({ plan: { envelope, prediction } }: Run): string[] {
  const { ceilings, dataLossMs, shortfallShare } = envelope
  // Whom nobody is sent to has no ceiling worth a line.
  const raised = Object.entries(ceilings).filter(([, rate]) => rate > 0)
  const loss =
    dataLossMs !== null
      ? words.loss(periodText(dataLossMs))
      : prediction.stores.length === 0
        ? words.noLoss
        : words.lossUnbounded
  return [
    ...raised.map(([region, rate]) => words.ceiling(region, formatRequestsPerSecond(rate))),
    loss,
    ...(shortfallShare > 0 ? [words.shortfall(formatWholeShare(shortfallShare))] : []),
  ]
}

function CopyLink({ id }: { id: string }) {
  const [said, setSaid] = useState<string | null>(null)
  const href = `${location.origin}${runUrl(id)}`
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(href)
      setSaid(words.copied)
    } catch {
      setSaid(words.notCopied)
    }
  }
  return (
    <div className={parts.copy}>
      <code>{href}</code>
      <ActButton whyNot={null} onClick={() => void copy()}>
        {words.copy}
      </ActButton>
      <span role="status">{said}</span>
    </div>
  )
}

function StartForm({
  run,
  acting,
  field,
}: Pick<BeforeStartProps, 'run' | 'acting'> & { field: BeforeStartProps['startField'] }) {
  const [typed, setTyped] = useState('')
  const { region } = run.plan.scope
  const rests = acting.whyNot('start') ?? (typed.trim() === region ? null : words.typedHint(region))
  const start = () => {
    if (rests === null) acting.act({ verb: 'start', version: run.version, typedRegion: typed.trim() })
  }
  return (
    <form
      className={parts.start}
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      <div ref={field}>
        <Field label={words.typedHint(region)} value={typed} onValue={setTyped} mono />
      </div>
      <ActButton whyNot={rests} hint={actHints.start} tone="grave" onClick={start}>
        {run.plan.direction === 'evacuate' ? words.startAction(region) : words.startBack(region)}
      </ActButton>
    </form>
  )
}

const LEAST_REASON = 15

function GlassForm({ run, acting }: Pick<BeforeStartProps, 'run' | 'acting'>) {
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const { region } = run.plan.scope
  const rests =
    acting.whyNot('break-glass') ??
    (typed.trim() !== region ? words.typedHint(region) : reason.trim().length < LEAST_REASON ? words.glassReason : null)
  const start = () => {
    if (rests !== null) return
    acting.act({ verb: 'break-glass', version: run.version, typedRegion: typed.trim(), reason: reason.trim() })
  }
  return (
    <details className={parts.glass}>
      <summary>{words.glass}</summary>
      <p className={classes.quiet}>{words.glassBody}</p>
      <form
        className={parts.glassForm}
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        <Field label={words.typedHint(region)} value={typed} onValue={setTyped} mono />
        <Field label={words.glassReason} value={reason} onValue={setReason} long />
        <ActButton whyNot={rests} tone="grave" onClick={start}>
          {words.glassAction(region)}
        </ActButton>
      </form>
    </details>
  )
}
