import { useState, type ReactNode } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import {
  actHints,
  actWords,
  dialogWords,
  noticeWords as words,
  pauseCauses,
  pauseRemedies,
} from '#web/messages/evacuation-run-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { ActButton } from '../act-button.tsx'
import { Dialog } from '../dialog.tsx'
import { sentenceOf } from '../facts/answer-of.ts'
import { whoText, type Looker } from '../facts/who-text.ts'
import type { Acting } from './use-acting.ts'
import parts from './parts.module.css'

interface PhaseNoticeProps {
  run: Run
  acting: Acting
  looker: Looker | null
}

/** Why it stands still or has ended, and what can be done: the one thing that matters, where there is one. */
export function PhaseNotice({ run, acting, looker }: PhaseNoticeProps) {
  const step = run.plan.steps[run.step]
  const hook = step?.kind === 'hook' && (run.phase === 'running' || run.phase === 'paused') ? step : null
  const said = run.pause === null ? phaseNoticeOf(run.phase) : null
  return (
    <>
      {run.breakGlass !== null && run.breakGlass.acknowledgedBy === null && (
        <Notice tone="mind" title={words.glass} body={`${words.glassBody} “${run.breakGlass.reason}”`}>
          <ActButton
            whyNot={acting.whyNot('acknowledge')}
            hint={actHints.acknowledge}
            tone="main"
            onClick={() => acting.act({ verb: 'acknowledge', version: run.version })}
          >
            {actWords.acknowledge}
          </ActButton>
        </Notice>
      )}
      {run.pause !== null && <PauseNotice run={run} pause={run.pause} acting={acting} looker={looker} />}
      {said !== null && (
        <Notice tone={run.phase === 'reconciling' ? 'mind' : 'calm'} title={said.title} body={said.body} />
      )}
      {hook?.how === 'manual' && <HookNotice run={run} does={hook.does} acting={acting} />}
      {hook?.how === 'webhook' && <Notice tone="calm" title={words.hook(hook.hook)} body={sentenceOf(hook.does)} />}
    </>
  )
}

/** What there is to say of a phase in itself; nothing of one that goes its way. */
function phaseNoticeOf(phase: Run['phase']): { title: string; body: string } | null {
  const said: Partial<Record<Run['phase'], { title: string; body: string }>> = words.phases
  return said[phase] ?? null
}

function PauseNotice({ run, pause, acting, looker }: PhaseNoticeProps & { pause: NonNullable<Run['pause']> }) {
  const [adopting, setAdopting] = useState(false)
  const isDrift = pause.cause === 'drift' || run.phase === 'evacuated'
  const since = `${utcTimeText(pause.at)} UTC, ${whoText(pause.by, looker)}`
  return (
    <Notice
      tone={pause.cause === 'operator' ? 'calm' : 'mind'}
      title={`${pauseCauses[pause.cause]} · ${since}`}
      body={`${sentenceOf(pause.why)} ${pauseRemedies[pause.cause]}`}
    >
      {isDrift && (
        <>
          <ActButton
            whyNot={acting.whyNot('reassert')}
            hint={actHints.reassert}
            tone="main"
            onClick={() => acting.act({ verb: 'reassert', version: run.version })}
          >
            {actWords.reassert}
          </ActButton>
          <ActButton whyNot={acting.whyNot('adopt')} hint={actHints.adopt} onClick={() => setAdopting(true)}>
            {actWords.adopt}
          </ActButton>
        </>
      )}
      {adopting && (
        <Dialog
          title={actWords.adopt.replace(' …', '')}
          reason={{ label: dialogWords.reason, least: 15 }}
          action={actWords.adopt.replace(' …', '')}
          onClose={() => setAdopting(false)}
          onConfirm={({ reason }) => {
            setAdopting(false)
            acting.act({ verb: 'adopt', version: run.version, reason })
          }}
        >
          <p>{dialogWords.adopt}</p>
        </Dialog>
      )}
    </Notice>
  )
}

function HookNotice({ run, does, acting }: { run: Run; does: string; acting: Acting }) {
  const [skipping, setSkipping] = useState(false)
  const { version, step } = run
  return (
    <Notice tone="mind" title={words.byHand} body={sentenceOf(does)}>
      <ActButton
        tone="main"
        whyNot={acting.whyNot('confirm-hook')}
        onClick={() => acting.act({ verb: 'confirm-hook', version, step })}
      >
        {actWords['confirm-hook']}
      </ActButton>
      <ActButton whyNot={acting.whyNot('skip-hook')} hint={actHints['skip-hook']} onClick={() => setSkipping(true)}>
        {actWords['skip-hook']}
      </ActButton>
      {skipping && (
        <Dialog
          title={actWords['skip-hook'].replace(' …', '')}
          reason={{ label: dialogWords.reason, least: 15 }}
          action={actWords['skip-hook'].replace(' …', '')}
          onClose={() => setSkipping(false)}
          onConfirm={({ reason }) => {
            setSkipping(false)
            acting.act({ verb: 'skip-hook', version, step, reason })
          }}
        >
          <p>{dialogWords.skip(does)}</p>
        </Dialog>
      )}
    </Notice>
  )
}

interface NoticeProps {
  tone: 'calm' | 'mind'
  title: string
  body: string
  children?: ReactNode
}

function Notice({ tone, title, body, children }: NoticeProps) {
  return (
    <section className={parts.notice} data-tone={tone} aria-label={title}>
      <h2>{title}</h2>
      <p>{body}</p>
      {children !== undefined && <div className={parts.noticeActions}>{children}</div>}
    </section>
  )
}
