import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Session, WayIn } from '#contract/session.ts'
import { oidcMutation, proofMutation, type Proof } from '#web/api/session.ts'
import { signIn as words } from '#web/messages/access-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './access.module.css'
import { linkSecretOf } from './link-secret.ts'
import { TextForm } from './text-form.tsx'

export interface ProofsProps {
  purpose: 'sign-in' | 'step-up'
  ways: readonly WayIn[]
  session: Session
  /** Where an identity provider sends the browser back to. */
  returnTo: string
  onProven: (session: Session) => void
}

/** Every way to prove who one is, the best first. */
export function Proofs({ purpose, ways, session, returnTo, onProven }: ProofsProps) {
  const attempt = useMutation({ ...proofMutation(), onSuccess: onProven })
  const prove = (proof: Proof) => attempt.mutate(proof)
  const busy = attempt.isPending
  return (
    <div className={classes.ways}>
      {attempt.isError && (
        <p className={classes.problem} role="alert">
          {attempt.error.message}
        </p>
      )}
      {ways.map((way) => {
        switch (way) {
          case 'click':
            return <ClickWay key={way} busy={busy} onProve={prove} />
          case 'link':
            return <LinkWay key={way} busy={busy} name={session.signedIn?.name ?? words.link.name} onProve={prove} />
          case 'code':
            return <CodeWay key={way} busy={busy} asksLogin={purpose === 'sign-in'} onProve={prove} />
          case 'oidc':
            return <OidcWay key={way} purpose={purpose} returnTo={returnTo} session={session} />
        }
      })}
    </div>
  )
}

interface WayProps {
  busy: boolean
  onProve: (proof: Proof) => void
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.way}>
      <h2 className={classes.wayTitle}>{title}</h2>
      {children}
    </section>
  )
}

function ClickWay({ busy, onProve }: WayProps) {
  return (
    <Way title={words.click.title}>
      <p className={classes.quiet}>{words.click.body}</p>
      <ActionButton onClick={() => onProve({ way: 'click' })} disabled={busy}>
        {words.click.action}
      </ActionButton>
    </Way>
  )
}

function LinkWay({ busy, name, onProve }: WayProps & { name: string }) {
  const [wrong, setWrong] = useState(false)
  return (
    <Way title={words.link.title}>
      <p className={classes.quiet}>{words.link.body}</p>
      <code className={classes.command}>{words.link.command(name)}</code>
      <p className={classes.quiet}>{words.link.after}</p>
      <TextForm
        fields={[{ name: 'link', label: words.link.input, autoComplete: 'off', spellCheck: false }]}
        action={words.link.action}
        busy={busy}
        onSend={({ link = '' }) => {
          const secret = linkSecretOf(link)
          setWrong(secret === null)
          if (secret !== null) onProve({ way: 'link', link: secret })
        }}
      />
      {wrong && (
        <p className={classes.problem} role="alert">
          {words.link.notALink}
        </p>
      )}
    </Way>
  )
}

function CodeWay({ busy, asksLogin, onProve }: WayProps & { asksLogin: boolean }) {
  const code = {
    name: 'code',
    label: words.code.input,
    autoComplete: 'one-time-code',
    inputMode: 'numeric',
    pattern: '[0-9]{6}',
  } as const
  const login = { name: 'login', label: words.code.login, autoComplete: 'username' } as const
  return (
    <Way title={words.code.title}>
      <p className={classes.quiet}>{words.code.body}</p>
      <TextForm
        fields={asksLogin ? [login, code] : [code]}
        action={words.code.action}
        busy={busy}
        onSend={(typed) =>
          onProve({ way: 'code', code: typed['code'] ?? '', ...(asksLogin ? { login: typed['login'] ?? '' } : {}) })
        }
      />
    </Way>
  )
}

function OidcWay({ purpose, returnTo, session }: Pick<ProofsProps, 'purpose' | 'returnTo' | 'session'>) {
  const provider = session.identityProvider
  const leave = useMutation({ ...oidcMutation(), onSuccess: ({ url }) => location.assign(url) })
  if (provider === null) return null
  return (
    <Way title={words.oidc.title(provider.name)}>
      {provider.state === 'unreachable' && <p className={classes.problem}>{words.oidc.gone(provider.name)}</p>}
      {leave.isError && (
        <p className={classes.problem} role="alert">
          {leave.error.message}
        </p>
      )}
      <ActionButton onClick={() => leave.mutate({ purpose, returnTo })} disabled={leave.isPending || leave.isSuccess}>
        {leave.isPending || leave.isSuccess ? words.oidc.leaving : words.oidc.action(provider.name)}
      </ActionButton>
    </Way>
  )
}
