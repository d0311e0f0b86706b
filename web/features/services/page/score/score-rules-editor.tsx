import { Modal } from '@mantine/core'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import { useState } from 'react'
import type { ScoreRules } from '#contract/services/score.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import page from '../page.module.css'
import dialog from '../dialog.module.css'
import { draftOf, rulesOf, type RuleDraft } from './rules-draft.ts'
import classes from './score-rules-editor.module.css'

export interface ScoreRulesEditorProps {
  service: string
  rules: ScoreRules
  isOwn: boolean
  /** Null: those of the configuration. */
  onSave: (rules: ScoreRules | null) => void
  onClose: () => void
}

const words = servicePageWords.score.editor
const { signals, units } = servicePageWords.score

/** The rules of one service, to be changed. Nothing is saved before it is right. */
export function ScoreRulesEditor({ service, rules, isOwn, onSave, onClose }: ScoreRulesEditorProps) {
  const [drafts, setDrafts] = useState(() => draftOf(rules))
  const { rules: next, faults } = rulesOf(drafts)
  const change = (changed: RuleDraft): void =>
    setDrafts(drafts.map((draft) => (draft.signal === changed.signal ? changed : draft)))
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title(service)}
      size={620}
      centered
      lockScroll={false}
      transitionProps={{ duration: 120, transition: 'fade' }}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': words.cancel }}
      classNames={{ content: `${dialog.content}`, header: `${dialog.head}`, title: `${dialog.title}` }}
    >
      <form
        className={dialog.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (faults.length === 0) onSave(next)
        }}
      >
        <p className={page.quiet}>{words.lead}</p>
        <div className={classes.rules}>
          <div className={classes.rule} aria-hidden>
            <span />
            <span className={page.label}>{words.degraded}</span>
            <span className={page.label}>{words.failing}</span>
            <span className={page.label}>{words.weight}</span>
          </div>
          {drafts.map((draft) => (
            <RuleFields key={draft.signal} draft={draft} onDraft={change} />
          ))}
        </div>
        <div role="status" className={page.trouble}>
          {faults.map((fault) => (
            <p key={fault}>{fault}</p>
          ))}
        </div>
        <div className={dialog.end}>
          {isOwn && <ActionButton onClick={() => onSave(null)}>{words.usual}</ActionButton>}
          <ActionButton onClick={onClose}>{words.cancel}</ActionButton>
          <ActionButton disabled={faults.length > 0} onClick={() => onSave(next)}>
            {words.save}
          </ActionButton>
        </div>
      </form>
    </Modal>
  )
}

function RuleFields({ draft, onDraft }: { draft: RuleDraft; onDraft: (draft: RuleDraft) => void }) {
  const name = signals[draft.signal]
  const unit = units[draft.signal]
  const field = (part: 'degraded' | 'failing' | 'weight') => (
    <span className={classes.field}>
      <input
        type="text"
        inputMode="decimal"
        aria-label={`${name}, ${words[part]}`}
        value={draft[part]}
        disabled={!draft.counts}
        onChange={({ currentTarget }) => onDraft({ ...draft, [part]: currentTarget.value })}
      />
      <span aria-hidden>{part === 'weight' ? '' : unit}</span>
    </span>
  )
  return (
    <div className={classes.rule}>
      <label className={classes.signal}>
        <input
          type="checkbox"
          checked={draft.counts}
          onChange={({ currentTarget }) => onDraft({ ...draft, counts: currentTarget.checked })}
        />
        {name}
      </label>
      {field('degraded')}
      {field('failing')}
      {field('weight')}
    </div>
  )
}
