import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunAct } from '#contract/evacuation/api.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { SignedIn } from '#contract/session.ts'
import { actMutation, blockingRulesOf, evacuationsQuery, runQuery } from '#web/api/evacuations.ts'
import { dialogWords } from '#web/messages/evacuation-dialogs-en.ts'
import { actWords } from '#web/messages/evacuation-run-en.ts'
import { whyNot, type ButtonVerb } from '../facts/judge-act.ts'

/** Everything a part of the screen needs to act upon the run. */
export interface Acting {
  signedIn: SignedIn | null
  isStale: boolean
  isPending: boolean
  /** What the server said of the last act, in words; null while nothing went wrong. */
  problem: string | null
  /** Rules that stand in its way, by name: it can be tried again with them overridden. */
  blocking: readonly string[]
  act: (act: RunAct) => void
  /** The last act again, with these rules overridden for this attempt. */
  actOverriding: (override: { rules: string[]; reason: string }) => void
  whyNot: (verb: ButtonVerb) => string | null
  forget: () => void
}

export function useActing(run: Run, input: { signedIn: SignedIn | null; isStale: boolean }): Acting {
  const { signedIn, isStale } = input
  const queries = useQueryClient()
  const [last, setLast] = useState<RunAct | null>(null)
  const { region } = run.plan.scope
  const sending = useMutation({
    ...actMutation(run.id, (verb) => dialogWords.proof(actWords[verb], region)),
    onSuccess: (next) => {
      queries.setQueryData(runQuery(run.id).queryKey, next)
      void queries.invalidateQueries({ queryKey: evacuationsQuery().queryKey })
    },
  })
  const { isPending, error } = sending
  const send = (act: RunAct) => {
    setLast(act)
    sending.mutate(act)
  }
  return {
    signedIn,
    isStale,
    isPending,
    problem: error?.message ?? null,
    blocking: blockingRulesOf(error),
    act: send,
    actOverriding(override) {
      if (last !== null && canOverride(last)) send({ ...last, version: run.version, override })
    },
    whyNot: (verb) => whyNot({ run, verb, signedIn, isStale, isPending }),
    forget: () => sending.reset(),
  }
}

type Overridable = Extract<RunAct, { override?: unknown }>

function canOverride(act: RunAct): act is Overridable {
  return ['start', 'break-glass', 'resume', 'roll-back', 'reassert'].includes(act.verb)
}
