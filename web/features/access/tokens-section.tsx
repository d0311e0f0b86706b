import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Token } from '#contract/tokens.ts'
import { makeTokenMutation, revokeTokenMutation, tokensQuery } from '#web/api/tokens.ts'
import { access, roleNames } from '#web/messages/access-en.ts'
import { ageText, utcMomentText } from '#web/messages/format.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './access.module.css'
import { RolePicker } from './role-picker.tsx'
import { TextForm } from './text-form.tsx'
import { useRoleSet } from './use-role-set.ts'
import { useServerNow } from './use-server-now.ts'

const words = access.tokens
const USUAL_DAYS = '90'

/** What scripts are given: made, shown once, revoked. */
export function TokensSection() {
  const { data, error } = useQuery(tokensQuery())
  const queries = useQueryClient()
  const refresh = () => void queries.invalidateQueries({ queryKey: ['tokens'] })
  const revoke = useMutation({ ...revokeTokenMutation(), onSuccess: refresh })
  const problem = error ?? revoke.error
  return (
    <section className={classes.section}>
      <h2 className={classes.sectionTitle}>{words.title}</h2>
      <p className={classes.quiet}>{words.lead}</p>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem.message}
        </p>
      )}
      {data?.tokens.length === 0 && <p className={classes.quiet}>{words.none}</p>}
      {data !== undefined && data.tokens.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                {[words.name, words.roles, words.until, words.used, words.madeBy].map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">{words.revoke}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.tokens.map((token) => (
                <TokenRow
                  key={token.id}
                  token={token}
                  busy={revoke.isPending}
                  onRevoke={() => revoke.mutate(token.id)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MakeToken onMade={refresh} />
    </section>
  )
}

function TokenRow({ token, busy, onRevoke }: { token: Token; busy: boolean; onRevoke: () => void }) {
  const now = useServerNow()
  const state = token.revokedAt !== null ? words.revoked : token.endsAt <= now ? words.over : null
  return (
    <tr data-blocked={state !== null || undefined}>
      <th scope="row">{token.name}</th>
      <td>{token.roles.map((role) => roleNames[role]).join(', ')}</td>
      <td>{state ?? utcMomentText(token.endsAt).slice(0, 10)}</td>
      <td>{token.lastUsedAt === null ? words.neverUsed : ageText(now - token.lastUsedAt)}</td>
      <td>{token.madeBy}</td>
      <td>
        {state === null && (
          <ActionButton size="small" label={words.revokeOf(token.name)} onClick={onRevoke} disabled={busy}>
            {words.revoke}
          </ActionButton>
        )}
      </td>
    </tr>
  )
}

function MakeToken({ onMade }: { onMade: () => void }) {
  const { roles, toggle } = useRoleSet(['viewer'])
  const make = useMutation({ ...makeTokenMutation(), onSuccess: onMade })
  return (
    <details className={classes.more}>
      <summary>{words.make}</summary>
      <TextForm
        fields={[
          { name: 'name', label: words.makeName, autoComplete: 'off' },
          { name: 'days', label: words.days, inputMode: 'numeric', pattern: '[0-9]{1,3}', initial: USUAL_DAYS },
        ]}
        action={words.action}
        busy={make.isPending}
        onSend={({ name = '', days = '' }) => make.mutate({ name, roles, days: Number(days) })}
      >
        <RolePicker roles={roles} onToggle={toggle} />
      </TextForm>
      {make.isError && (
        <p className={classes.problem} role="alert">
          {make.error.message}
        </p>
      )}
      {make.data !== undefined && <MadeOnce secret={make.data.secret} />}
    </details>
  )
}

function MadeOnce({ secret }: { secret: string }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = () =>
    void navigator.clipboard.writeText(secret).then(
      () => setIsCopied(true),
      () => setIsCopied(false),
    )
  return (
    <div className={classes.once} role="status">
      <p>{words.made}</p>
      <code className={classes.command}>{secret}</code>
      <ActionButton size="small" onClick={copy}>
        {isCopied ? words.copied : words.copy}
      </ActionButton>
    </div>
  )
}
