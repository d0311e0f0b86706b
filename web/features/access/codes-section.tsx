import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy } from 'react'
import type { CodeEnrolment, SignedIn } from '#contract/session.ts'
import { SESSION_KEY, confirmCodesMutation, enrolCodesMutation, removeCodesMutation } from '#web/api/session.ts'
import { access } from '#web/messages/access-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './access.module.css'
import { TextForm } from './text-form.tsx'

const words = access.codes
/** Its encoder is fetched by whoever enrols. */
const CodePicture = lazy(async () => ({ default: (await import('./code-picture.tsx')).CodePicture }))

/** The way in when the identity provider is gone. */
export function CodesSection({ signedIn }: { signedIn: SignedIn }) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: SESSION_KEY })
  const enrol = useMutation(enrolCodesMutation(words.reasonEnrol))
  const remove = useMutation({ ...removeCodesMutation(words.reasonRemove), onSuccess: refresh })
  const error = enrol.error ?? remove.error
  return (
    <section className={classes.section}>
      <h2 className={classes.sectionTitle}>{words.title}</h2>
      <p className={classes.quiet}>{signedIn.hasCodes ? words.some : words.none}</p>
      {error !== null && (
        <p className={classes.problem} role="alert">
          {error.message}
        </p>
      )}
      {signedIn.hasCodes ? (
        <ActionButton onClick={() => remove.mutate()} disabled={remove.isPending}>
          {words.remove}
        </ActionButton>
      ) : enrol.data === undefined ? (
        <ActionButton onClick={() => enrol.mutate()} disabled={enrol.isPending}>
          {words.enrol}
        </ActionButton>
      ) : (
        <Enrolment enrolment={enrol.data} onConfirmed={() => void refresh().then(enrol.reset)} />
      )}
    </section>
  )
}

function Enrolment({ enrolment, onConfirmed }: { enrolment: CodeEnrolment; onConfirmed: () => void }) {
  const confirm = useMutation({ ...confirmCodesMutation(words.reasonEnrol), onSuccess: onConfirmed })
  return (
    <div className={classes.once}>
      <p>{words.secret}</p>
      <div className={classes.enrol}>
        <div className={classes.pictureFrame}>
          <Suspense fallback={null}>
            <CodePicture text={enrolment.uri} label={words.picture} />
          </Suspense>
        </div>
        <div>
          <code className={classes.command}>{enrolment.secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code>
          <p>
            <a href={enrolment.uri}>{words.address}</a>
          </p>
        </div>
      </div>
      <TextForm
        fields={[
          {
            name: 'code',
            label: words.first,
            autoComplete: 'one-time-code',
            inputMode: 'numeric',
            pattern: '[0-9]{6}',
          },
        ]}
        action={words.confirm}
        busy={confirm.isPending}
        onSend={({ code = '' }) => confirm.mutate(code)}
      />
      {confirm.isError && (
        <p className={classes.problem} role="alert">
          {confirm.error.message}
        </p>
      )}
    </div>
  )
}
