import { useState } from 'react'
import { CORE_RULES, type Finding } from '#contract/evacuation/rules.ts'
import { beforeWords as words } from '#web/messages/evacuation-run-en.ts'
import { ActButton } from '../act-button.tsx'
import { sentenceOf } from '../facts/answer-of.ts'
import { Field } from '../field.tsx'
import type { Acting } from './use-acting.ts'
import parts from './parts.module.css'
import classes from './run.module.css'

const LEAST_REASON = 15

/** The server has refused by rules: all of them at once, each to be overridden by its name, for this attempt. */
export function OverrideForm({ acting, findings }: { acting: Acting; findings: readonly Finding[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const { blocking } = acting
  const isCore = (rule: string) => CORE_RULES.some((core) => core === rule)
  const rests = blocking.some((rule) => !chosen.has(rule))
    ? words.overrideAll
    : reason.trim().length < LEAST_REASON
      ? words.overrideReason
      : null
  return (
    <form
      className={parts.override}
      onSubmit={(event) => {
        event.preventDefault()
        if (rests === null) acting.actOverriding({ rules: [...chosen], reason: reason.trim() })
      }}
    >
      <h3>{words.override}</h3>
      <p className={classes.quiet}>{words.overrideBody}</p>
      <ul className={parts.rules}>
        {blocking.map((rule) => (
          <li key={rule}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(rule)}
                disabled={isCore(rule)}
                onChange={() => {
                  const next = new Set(chosen)
                  if (!next.delete(rule)) next.add(rule)
                  setChosen(next)
                }}
              />
              <strong>{rule}</strong>
            </label>
            <span className={classes.quiet}>
              {isCore(rule) ? words.core : sentenceOf(findings.find((finding) => finding.rule === rule)?.says ?? '')}
            </span>
          </li>
        ))}
      </ul>
      <Field label={words.overrideReason} value={reason} onValue={setReason} long />
      <ActButton
        whyNot={rests}
        tone="grave"
        onClick={() => acting.actOverriding({ rules: [...chosen], reason: reason.trim() })}
      >
        {words.tryAgain}
      </ActButton>
    </form>
  )
}
