import { useState } from 'react'
import type { RunAct } from '#contract/evacuation/api.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import { verdictWords } from '#web/messages/evacuation-en.ts'
import { dialogWords as words } from '#web/messages/evacuation-dialogs-en.ts'
import { actHints, actWords } from '#web/messages/evacuation-run-en.ts'
import { KeyHint } from '#web/ui/key-hint.tsx'
import { useShortcuts } from '#web/ui/use-shortcuts.ts'
import { ActButton, type ActButtonProps } from '../act-button.tsx'
import { Dialog } from '../dialog.tsx'
import type { ButtonVerb } from '../facts/judge-act.ts'
import { FailbackDialog } from './failback-dialog.tsx'
import type { Acting } from './use-acting.ts'
import classes from './run.module.css'

export interface RunActionsProps {
  run: Run
  acting: Acting
  verdict: RegionVerdict | null
  /** Brings the form of a start into view. */
  onStart: () => void
  onGo: (href: string) => void
}

type Asking = 'roll-back' | 'refuse' | 'hold' | 'take-over' | 'draft-failback' | null

const BEFORE: readonly ButtonVerb[] = ['propose', 'approve', 'refuse', 'start', 'cancel']
const DURING: readonly ButtonVerb[] = ['pause', 'resume', 'hold', 'roll-back', 'take-over']
const AFTERWARDS: readonly ButtonVerb[] = ['draft-failback', 'roll-back', 'hold', 'take-over']

/** What may be done to the run as a whole. Each button stays, and says why where it rests. */
export function RunActions({ run, acting, verdict, onStart, onGo }: RunActionsProps) {
  const [asking, setAsking] = useState<Asking>(null)
  useSpaceToPause(acting)
  const press = (verb: ButtonVerb): void => {
    const simple = simpleActOf(verb, run)
    if (simple !== null) acting.act(simple)
    else if (verb === 'start') onStart()
    else if (isAsked(verb)) setAsking(verb)
  }
  return (
    <div className={classes.actions}>
      {verbsOf(run).map((verb) => (
        <ActButton
          key={verb}
          tone={toneOf(verb, run)}
          whyNot={acting.whyNot(verb)}
          hint={actHints[verb]}
          onClick={() => press(verb)}
        >
          {actWords[verb]}
          {verb === 'pause' && <KeyHint keys={['Space']} decorative />}
        </ActButton>
      ))}
      {asking !== null && (
        <Asked
          asking={asking}
          run={run}
          acting={acting}
          verdict={verdict}
          onGo={onGo}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}

/** Space pauses from anywhere but a field, a button and a dialog, which have it for themselves. */
function useSpaceToPause(acting: Acting): void {
  useShortcuts([
    {
      keys: ' ',
      run: () => {
        if (acting.whyNot('pause') === null) acting.act({ verb: 'pause' })
      },
    },
  ])
}

function verbsOf({ phase, plan }: Run): readonly ButtonVerb[] {
  switch (phase) {
    case 'draft':
    case 'awaiting-approval':
    case 'armed':
      return BEFORE
    case 'running':
    case 'paused':
    case 'reconciling':
    case 'rolling-back':
      return DURING
    case 'evacuated':
      return plan.direction === 'evacuate' ? AFTERWARDS : DURING
    default:
      return []
  }
}

function toneOf(verb: ButtonVerb, { phase }: Run): NonNullable<ActButtonProps['tone']> {
  if (verb === 'roll-back' || verb === 'start') return 'grave'
  const main: Partial<Record<Run['phase'], ButtonVerb>> = {
    draft: 'propose',
    'awaiting-approval': 'approve',
    running: 'pause',
    'rolling-back': 'pause',
    paused: 'resume',
    evacuated: 'draft-failback',
  }
  return main[phase] === verb ? 'main' : 'quiet'
}

function simpleActOf(verb: ButtonVerb, { version, plan }: Run): RunAct | null {
  switch (verb) {
    case 'pause':
      return { verb }
    case 'approve':
      return { verb, version, planHash: plan.hash }
    case 'propose':
    case 'resume':
    case 'cancel':
      return { verb, version }
    default:
      return null
  }
}

function isAsked(verb: ButtonVerb): verb is NonNullable<Asking> {
  return ['roll-back', 'refuse', 'hold', 'take-over', 'draft-failback'].includes(verb)
}

const LEAST_REASON = 15

function Asked({
  asking,
  run,
  acting,
  verdict,
  onGo,
  onClose,
}: Omit<RunActionsProps, 'onStart'> & { asking: NonNullable<Asking>; onClose: () => void }) {
  const { version } = run
  const { region } = run.plan.scope
  const send = (act: RunAct): void => {
    onClose()
    acting.act(act)
  }
  switch (asking) {
    case 'draft-failback':
      return <FailbackDialog run={run} onGo={onGo} onClose={onClose} />
    case 'roll-back': {
      const isSick = run.plan.direction === 'evacuate' && verdict !== null && verdict.word !== 'healthy'
      return (
        <Dialog
          title={words.rollBack.title(region)}
          {...(isSick ? { typed: region, reason: { label: words.reason, least: LEAST_REASON } } : {})}
          action={isSick ? words.rollBack.ask : words.rollBack.action}
          grave
          onClose={onClose}
          onConfirm={({ typed, reason }) =>
            send({ verb: 'roll-back', version, ...(isSick ? { typedRegion: typed, reason } : {}) })
          }
        >
          <p>
            {isSick
              ? words.rollBack.sick(region, verdictWords[verdict.word].toLowerCase())
              : words.rollBack.well(region)}
          </p>
          {isSick && <p>{words.rollBack.asks}</p>}
        </Dialog>
      )
    }
    case 'hold':
      return (
        <Dialog
          title={actWords.hold}
          action={actWords.hold}
          onClose={onClose}
          onConfirm={() => send({ verb: 'hold', version })}
        >
          <p>{words.hold}</p>
        </Dialog>
      )
    case 'refuse':
      return (
        <Dialog
          title={actWords.refuse.replace(' …', '')}
          reason={{ label: words.refuseReason, least: 1 }}
          action={actWords.refuse.replace(' …', '')}
          onClose={onClose}
          onConfirm={({ reason }) => send({ verb: 'refuse', version, reason })}
        >
          <p>{words.refuse}</p>
        </Dialog>
      )
    case 'take-over':
      return (
        <Dialog
          title={actWords['take-over'].replace(' …', '')}
          reason={{ label: words.reason, least: LEAST_REASON }}
          action={actWords['take-over'].replace(' …', '')}
          grave
          onClose={onClose}
          onConfirm={({ reason }) => send({ verb: 'take-over', version, reason })}
        >
          <p>{words.takeOver}</p>
        </Dialog>
      )
  }
}
