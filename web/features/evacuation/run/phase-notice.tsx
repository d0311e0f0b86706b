import { useState } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import { dialogWords } from '#web/messages/evacuation-dialogs-en.ts'
import { noticeWords as words } from '#web/messages/evacuation-notices-en.ts'
import { actHints, actWords, pauseRemedies } from '#web/messages/evacuation-run-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { ActButton } from '../act-button.tsx'
import { Dialog } from '../dialog.tsx'
import { sentenceOf } from '../facts/answer-of.ts'
import { whoText, type Looker } from '../facts/who-text.ts'
import type { NamedPlace } from '../facts/silent-places.ts'
import { isSilenceAlarm, pauseTitleOf } from '../facts/pause-title.ts'
import { GoOnWithout } from './go-on-without.tsx'
import { LeftOutNotice } from './left-out-notice.tsx'
import { Notice } from './notice.tsx'
import type { Acting } from './use-acting.ts'
import { WayBackNotice } from './way-back-notice.tsx'

interface PhaseNoticeProps {
  run: Run
  acting: Acting
  looker: Looker | null
  /** Places nobody can read, that keep it from going on. */
  silent: readonly NamedPlace[]
}

/** Why it stands still or has ended, and what can be done: the one thing that matters, where there is one. */
export function PhaseNotice({ run, acting, looker, silent }: PhaseNoticeProps) {
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
      <WayBackNotice run={run} acting={acting} looker={looker} />
      {run.pause !== null && (
        <PauseNotice run={run} pause={run.pause} acting={acting} looker={looker} silent={silent} />
      )}
      <LeftOutNotice run={run} looker={looker} />
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

function PauseNotice({ run, pause, acting, looker, silent }: PhaseNoticeProps & { pause: NonNullable<Run['pause']> }) {
  const [adopting, setAdopting] = useState(false)
  const isDrift = pause.cause === 'drift'
  const since = `${utcTimeText(pause.at)} UTC, ${whoText(pause.by, looker)}`
  return (
    <Notice
      tone={pause.cause === 'operator' ? 'calm' : 'mind'}
      title={`${pauseTitleOf(run)} · ${since}`}
      body={`${sentenceOf(pause.why)} ${remedyOf(run, pause, silent)}`}
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
      {silent.length > 0 && <GoOnWithout run={run} acting={acting} silent={silent} />}
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

/** What can be done about it. */
function remedyOf(run: Run, pause: NonNullable<Run['pause']>, silent: readonly NamedPlace[]): string {
  if (isSilenceAlarm(run)) return words.silentAlarm
  const isSilence =
    silent.length > 0 && run.findings.some(({ rule, outcome }) => rule === 'plane-readable' && outcome === 'unknown')
  return isSilence && pause.cause === 'guard' ? words.silentRemedy : pauseRemedies[pause.cause]
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
