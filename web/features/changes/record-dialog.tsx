import { Modal } from '@mantine/core'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ChangeKind } from '#contract/change.ts'
import { recordChangeMutation } from '#web/api/record-change.ts'
import { changesWords } from '#web/messages/changes-en.ts'
import { markWords } from '#web/messages/marks-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { useReturnedFocus } from '#web/ui/use-returned-focus.ts'
import { BEGAN_MINUTES, EMPTY_DRAFT, changeOfDraft, type Draft } from './draft.ts'
import classes from './record-dialog.module.css'
import { ServicePicker } from './service-picker.tsx'
import { useKnownNames } from './use-known-names.ts'

export interface RecordDialogProps {
  /** UTC ms. */
  now: number
  onClose: () => void
  onRecorded: (title: string) => void
}

const words = changesWords.dialog

/** Writes down by hand what no system tells of. Esc leaves everything as it is. */
export function RecordDialog({ now, onClose, onRecorded }: RecordDialogProps) {
  useReturnedFocus()
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT)
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID())
  const set = (fields: Partial<Draft>): void => {
    setDraft({ ...draft, ...fields })
    // What was refused or not answered and is then written otherwise is another command.
    setKey(crypto.randomUUID())
  }
  const queries = useQueryClient()
  const recording = useMutation({
    ...recordChangeMutation(),
    async onSuccess({ title }) {
      await queries.invalidateQueries({ queryKey: ['changes'] })
      onRecorded(title)
      onClose()
    },
  })
  const isMissing = draft.title.trim() === ''
  const record = (): void => {
    if (!isMissing && !recording.isPending) recording.mutate({ change: changeOfDraft(draft, now), idempotencyKey })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title}
      size={560}
      centered
      lockScroll={false}
      transitionProps={{ duration: 120, transition: 'fade' }}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': words.cancel }}
      classNames={{ content: `${classes.content}`, header: `${classes.head}`, title: `${classes.title}` }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          record()
        }}
      >
        <p className={classes.quiet}>{words.body}</p>
        <Fields draft={draft} onDraft={set} />
        {recording.isError && (
          <p className={classes.problem} role="alert">
            {recording.error.message}
          </p>
        )}
        <div className={classes.end}>
          <ActionButton onClick={onClose}>{words.cancel}</ActionButton>
          <ActionButton
            disabled={isMissing || recording.isPending}
            {...(isMissing ? { hint: words.missing } : {})}
            onClick={record}
          >
            {recording.isPending ? words.recording : words.action}
          </ActionButton>
        </div>
      </form>
    </Modal>
  )
}

function Fields({ draft, onDraft }: { draft: Draft; onDraft: (fields: Partial<Draft>) => void }) {
  const { regions, services } = useKnownNames()
  const toggled = (region: string): string[] =>
    draft.regions.includes(region) ? draft.regions.filter((one) => one !== region) : [...draft.regions, region]
  return (
    <>
      <label className={classes.field}>
        {words.what}
        <input
          data-autofocus
          value={draft.title}
          maxLength={200}
          placeholder={words.whatExample}
          onChange={({ currentTarget }) => onDraft({ title: currentTarget.value })}
        />
      </label>
      <div className={classes.pair}>
        <label className={classes.field}>
          {words.kind}
          <select
            value={draft.kind}
            onChange={({ currentTarget }) => onDraft({ kind: ChangeKind.parse(currentTarget.value) })}
          >
            {ChangeKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {markWords.change[kind]}
              </option>
            ))}
          </select>
        </label>
        <label className={classes.field}>
          {words.when}
          <select
            value={draft.minutesAgo}
            onChange={({ currentTarget }) => onDraft({ minutesAgo: Number(currentTarget.value) })}
          >
            {BEGAN_MINUTES.map((minutes) => (
              <option key={minutes} value={minutes}>
                {words.began[minutes]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ServicePicker known={services} chosen={draft.services} onChosen={(next) => onDraft({ services: next })} />
      <fieldset className={classes.regions}>
        <legend>
          {words.regions} <span className={classes.quiet}>{words.regionsHint}</span>
        </legend>
        {regions.map((region) => (
          <label key={region}>
            <input
              type="checkbox"
              checked={draft.regions.includes(region)}
              onChange={() => onDraft({ regions: toggled(region) })}
            />
            {region}
          </label>
        ))}
      </fieldset>
      <div className={classes.pair}>
        <label className={classes.field}>
          {words.version} ({words.optional})
          <input
            value={draft.version}
            maxLength={200}
            onChange={({ currentTarget }) => onDraft({ version: currentTarget.value })}
          />
        </label>
        <label className={classes.field}>
          {words.link} ({words.optional})
          <input
            type="url"
            value={draft.link}
            maxLength={2_000}
            placeholder={words.linkExample}
            onChange={({ currentTarget }) => onDraft({ link: currentTarget.value })}
          />
        </label>
      </div>
    </>
  )
}
