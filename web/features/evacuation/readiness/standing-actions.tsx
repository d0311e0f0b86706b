import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { StandingLine, StandingOutline } from '#contract/evacuation/standing.ts'
import type { SignedIn } from '#contract/session.ts'
import { armStandingMutation, standingActMutation } from '#web/api/readiness.ts'
import { standingWords as words } from '#web/messages/readiness-en.ts'
import { runUrl } from '#web/urls/urls.ts'
import { ActButton } from '../act-button.tsx'
import { Dialog } from '../dialog.tsx'
import { Problem } from '../problem.tsx'
import { dayText } from './day-text.ts'
import { envelopeTexts } from './envelope-texts.ts'
import { offeredVerbs, whyStandingRests, type StandingVerb } from './judge-standing.ts'
import classes from './standing.module.css'

export interface StandingActionsProps {
  line: StandingLine
  now: number
  looker: SignedIn | null
  onGo: (href: string) => void
}

const APPROVAL_MS = 30 * 86_400_000

/** Adopt, approve, refuse, withdraw, arm: each asks once more, with what it binds to before one's eyes. */
export function StandingActions({ line, now, looker, onGo }: StandingActionsProps) {
  const [asked, setAsked] = useState<StandingVerb | null>(null)
  const acting = useStandingActs(line, onGo)
  const verbs = offeredVerbs(line)
  return (
    <>
      {verbs.length > 0 && (
        <div className={classes.actions}>
          {verbs.map((verb, place) => (
            <ActButton
              key={verb}
              whyNot={whyStandingRests(line, verb, looker, acting.isPending)}
              hint={words.hints[verb]}
              tone={verb === 'arm' ? 'grave' : place === 0 ? 'main' : 'quiet'}
              onClick={() => setAsked(verb)}
            >
              {words[verb]}
            </ActButton>
          ))}
        </div>
      )}
      {acting.problem !== null && <Problem text={acting.problem} />}
      {asked !== null && (
        <Dialog
          title={words.dialogs[asked](line.region)}
          action={words[asked].replace(' …', '')}
          grave={asked === 'arm' || asked === 'withdraw'}
          {...(asked === 'arm' || asked === 'approve' ? {} : { reason: { label: words.dialogs.reason, least: 1 } })}
          onClose={() => setAsked(null)}
          onConfirm={({ reason }) => {
            setAsked(null)
            acting.act(asked, reason)
          }}
        >
          <p>{bodyOf(asked, now)}</p>
          <Bounds plan={planOf(line, asked)} region={line.region} />
        </Dialog>
      )}
    </>
  )
}

function bodyOf(verb: StandingVerb, now: number): string {
  const { dialogs } = words
  if (verb === 'approve') return dialogs.approveBody(dayText(now + APPROVAL_MS))
  return { adopt: dialogs.adoptBody, refuse: dialogs.refuseBody, withdraw: dialogs.withdrawBody, arm: dialogs.armBody }[
    verb
  ]
}

/** What the act is about. */
function planOf({ fresh, candidate, approved }: StandingLine, verb: StandingVerb): StandingOutline | null {
  if (verb === 'adopt') return fresh
  return verb === 'arm' ? approved : (candidate ?? approved)
}

function Bounds({ plan, region }: { plan: StandingOutline | null; region: string }) {
  if (plan === null) return null
  return (
    <ul className={classes.bounds}>
      {envelopeTexts(plan, region).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}

function useStandingActs(line: StandingLine, onGo: (href: string) => void) {
  const { region, version } = line
  const cache = useQueryClient()
  const lookAgain = () =>
    Promise.all(['standing-plans', 'readiness'].map((key) => cache.invalidateQueries({ queryKey: [key] })))
  const act = useMutation({
    ...standingActMutation(line, (verb) => words.proof(verb, region)),
    onSettled: lookAgain,
  })
  const arm = useMutation({
    ...armStandingMutation(line, words.proof('arm', region)),
    onSuccess: ({ id }) => onGo(runUrl(id)),
    onSettled: lookAgain,
  })
  return {
    isPending: act.isPending || arm.isPending,
    problem: act.error?.message ?? arm.error?.message ?? null,
    act(verb: StandingVerb, reason: string) {
      const planHash = planOf(line, verb)?.hash ?? ''
      act.reset()
      arm.reset()
      switch (verb) {
        case 'arm':
          return arm.mutate(planHash)
        case 'adopt':
          return act.mutate({ verb, version, planHash, reason })
        case 'approve':
          return act.mutate({ verb, version, planHash })
        case 'refuse':
        case 'withdraw':
          return act.mutate({ verb, version, reason })
      }
    },
  }
}
