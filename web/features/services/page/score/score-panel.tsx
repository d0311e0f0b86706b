import { useState } from 'react'
import type { Score, ScoreReason, ScoreRules } from '#contract/services/score.ts'
import { UNKNOWN_MARK } from '#web/messages/format-numbers.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { toneOfPoints } from '../../table/cell-words.ts'
import page from '../page.module.css'
import classes from './score-panel.module.css'
import { ScoreRulesEditor } from './score-rules-editor.tsx'
import { signalText } from './signal-text.ts'
import { useScoreRules } from './use-score-rules.ts'

export interface ScorePanelProps {
  service: string
  region: string
  score: Score
  rules: ScoreRules
  /** The service has rules of its own. */
  isOwn: boolean
  /** Why the rules cannot be changed by whoever looks; null where they can. */
  whyNot: string | null
}

const words = servicePageWords.score
const MARKS = { fine: 'healthy', degraded: 'degraded', failing: 'failing', unknown: 'unknown' } as const

/** The score and all that it is made of: which rule, which value, which threshold, what it cost. */
export function ScorePanel({ service, region, score, rules, isOwn, whyNot }: ScorePanelProps) {
  const [isEditing, setEditing] = useState(false)
  const { put, undo, said } = useScoreRules(service)
  const points = score.points ?? NaN
  return (
    <section aria-label={words.title(region)}>
      <h2 className={page.heading}>
        {words.title(region)}
        <span className={classes.points} data-tone={toneOfPoints(points)}>
          <Figure text={Number.isNaN(points) ? UNKNOWN_MARK : String(points)} />
        </span>
        <span className={page.summary}>{score.points === null ? words.none : words.of}</span>
        <span className={page.push}>
          <ActionButton
            size="small"
            disabled={whyNot !== null}
            {...(whyNot === null ? {} : { hint: whyNot })}
            onClick={() => setEditing(true)}
          >
            {words.edit}
          </ActionButton>
        </span>
      </h2>
      <ul className={classes.reasons}>
        {score.reasons.map((reason) => (
          <Reason key={reason.signal} reason={reason} />
        ))}
      </ul>
      <p className={page.small}>{isOwn ? words.own : words.usual}</p>
      {said !== null && (
        <p className={classes.said} role="status">
          {said.text}
          {said.canUndo && (
            <ActionButton size="small" onClick={undo}>
              {words.editor.undo}
            </ActionButton>
          )}
        </p>
      )}
      {isEditing && (
        <ScoreRulesEditor
          service={service}
          rules={rules}
          isOwn={isOwn}
          onClose={() => setEditing(false)}
          onSave={(next) => {
            setEditing(false)
            put(next, isOwn ? rules : null)
          }}
        />
      )}
    </section>
  )
}

function Reason({ reason: { signal, value, threshold, verdict, lost } }: { reason: ScoreReason }) {
  const limit = signalText(signal, threshold)
  return (
    <li className={classes.reason} data-verdict={verdict}>
      <HealthMark health={MARKS[verdict]} size={9} />
      <span>{words.signals[signal]}</span>
      <span className={classes.value}>
        <Figure text={signalText(signal, value ?? NaN)} />
      </span>
      <span className={page.small}>
        {verdict === 'unknown' ? words.unknown : verdict === 'fine' ? words.fromDegraded(limit) : words.beyond(limit)}
      </span>
      <span className={classes.lost}>{lost > 0 ? words.lost(String(lost)) : ''}</span>
    </li>
  )
}
