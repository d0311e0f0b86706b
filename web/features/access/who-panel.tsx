import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Session, SignedIn } from '#contract/session.ts'
import { SESSION_KEY, signOutMutation } from '#web/api/session.ts'
import { askForStepUp } from '#web/api/step-up.ts'
import { roleNames, who as words } from '#web/messages/access-en.ts'
import { ageText, utcMinuteText } from '#web/messages/format.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { accessUrl } from '#web/urls/urls.ts'
import classes from './access.module.css'
import { useServerNow } from './use-server-now.ts'

export interface WhoPanelProps {
  session: Session
  signedIn: SignedIn
  onClose: () => void
}

/** Behind one's initials: name, roles, how one came in, whether a proof is fresh. */
export function WhoPanel({ session, signedIn, onClose }: WhoPanelProps) {
  const queries = useQueryClient()
  const signOut = useMutation({ ...signOutMutation(), onSuccess: () => location.assign('/') })
  const now = useServerNow()
  const prove = () => {
    onClose()
    void askForStepUp(words.reason).then(() => queries.invalidateQueries({ queryKey: SESSION_KEY }))
  }
  return (
    <>
      <p className={classes.panelName}>{signedIn.name}</p>
      <p className={classes.quiet}>{cameIn(signedIn)}</p>
      <dl className={classes.facts}>
        <dt>{words.roles}</dt>
        <dd>
          {signedIn.roles.length === 0 ? words.noRoles : signedIn.roles.map((role) => roleNames[role]).join(', ')}
        </dd>
        <dt>{words.proof}</dt>
        <dd>{proofText(signedIn, now)}</dd>
        <dt>{words.mode}</dt>
        <dd>{modeText(session)}</dd>
        {signedIn.sessionId !== null && (
          <>
            <dt>{words.ends}</dt>
            <dd>
              {signedIn.idleEndsAt === null ? words.endsNever : words.endsIdle(utcMinuteText(signedIn.idleEndsAt))}
            </dd>
          </>
        )}
      </dl>
      {signOut.isError && <p className={classes.problem}>{signOut.error.message}</p>}
      <div className={classes.panelActions}>
        <a href={accessUrl()} onClick={onClose}>
          {words.access}
        </a>
        {session.waysToStepUp.length > 0 && <ActionButton onClick={prove}>{words.prove}</ActionButton>}
        {signedIn.sessionId !== null && (
          <ActionButton onClick={() => signOut.mutate()} disabled={signOut.isPending}>
            {words.signOut}
          </ActionButton>
        )}
      </div>
    </>
  )
}

function cameIn({ isWalkIn, signedInAt }: SignedIn): string {
  if (isWalkIn) return words.walkIn
  return signedInAt === null ? words.vouched : words.signedIn(utcMinuteText(signedInAt))
}

function proofText({ stepUpFreshUntil }: SignedIn, now: number): string {
  if (stepUpFreshUntil === null || stepUpFreshUntil <= now) return words.notProven
  return words.proven(ageText(stepUpFreshUntil - now))
}

function modeText({ mode, identityProvider }: Session): string {
  return mode === 'oidc' ? words.modes.oidc(identityProvider?.name ?? '') : words.modes[mode]
}
