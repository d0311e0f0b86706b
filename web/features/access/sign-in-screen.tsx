import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { proofMutation, sessionQuery } from '#web/api/session.ts'
import { signIn as words } from '#web/messages/access-en.ts'
import classes from './access.module.css'
import { linkSecretOf } from './link-secret.ts'
import { Proofs } from './proofs.tsx'

export interface SignInScreenProps {
  mark: ReactNode
  /** Where to go once signed in. */
  returnTo: string
  onSignedIn: () => void
}

/** In place of everything else, for whoever is nobody yet. A one-time link in the address is used at once. */
export function SignInScreen({ mark, returnTo, onSignedIn }: SignInScreenProps) {
  const { data: session } = useQuery(sessionQuery())
  const byLink = useLinkInAddress(onSignedIn)
  const problem = byLink.problem ?? problemInAddress()
  return (
    <main className={classes.signIn}>
      <div className={classes.mark}>{mark}</div>
      <h1 className={classes.title}>{words.title}</h1>
      {session?.simulated === true && <p className={classes.quiet}>{words.simulated}</p>}
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {byLink.working && <p role="status">{words.working}</p>}
      {session?.mode === 'trusted-proxy' && <p className={classes.quiet}>{words.proxy}</p>}
      {session !== undefined && !byLink.working && (
        <Proofs
          purpose="sign-in"
          ways={session.waysIn}
          session={{ ...session, signedIn: null }}
          returnTo={returnTo}
          onProven={onSignedIn}
        />
      )}
    </main>
  )
}

/** The secret is taken out of the address before anything else, so that it stays in no history. */
function useLinkInAddress(onSignedIn: () => void): { working: boolean; problem: string | null } {
  const [secret] = useState(() => linkSecretOf(location.hash))
  const { mutate, isIdle, isPending, isSuccess, error } = useMutation({ ...proofMutation(), onSuccess: onSignedIn })
  useEffect(() => {
    if (secret === null || !isIdle) return
    history.replaceState(history.state, '', location.pathname + location.search)
    mutate({ way: 'link', link: secret })
  }, [secret, isIdle, mutate])
  return { working: secret !== null && (isIdle || isPending || isSuccess), problem: error?.message ?? null }
}

/** What the way back from the identity provider says went wrong. */
function problemInAddress(): string | null {
  const code = new URLSearchParams(location.search).get('problem')
  if (code === null) return null
  const { problems } = words
  if (code === 'not_authenticated' || code === 'forbidden' || code === 'unavailable') return problems[code]
  return problems.other
}
