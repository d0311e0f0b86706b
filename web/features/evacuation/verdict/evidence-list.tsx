import type { Evidence } from '#contract/evacuation/verdict.ts'
import { evacuateWords as words, pointsTo, witnessNames } from '#web/messages/evacuation-en.ts'
import { ageText } from '#web/messages/format.ts'
import { sentenceOf } from '../facts/answer-of.ts'
import { VerdictMark, type MarkedVerdict } from '#web/ui/verdict-mark.tsx'
import classes from './verdict.module.css'

/** What each witness says, how old it is, and which way it points. */
export function EvidenceList({ evidence, now }: { evidence: readonly Evidence[]; now: number }) {
  return (
    <ul className={classes.evidence}>
      {evidence.map(({ witness, says, points, observedAt, fresh }) => (
        <li key={witness} data-fresh={fresh}>
          <span className={classes.points} title={pointsTo[points]}>
            <VerdictMark verdict={markOf(points)} size={9} />
            <span className="visually-hidden">{pointsTo[points]}</span>
          </span>
          <span className={classes.witness}>{witnessNames[witness]}</span>
          <span className={classes.says}>{sentenceOf(says)}</span>
          <span className={classes.age} data-stale={!fresh || undefined}>
            {observedAt === null ? words.neverSeen : words.seen(ageText(now - observedAt))}
            {!fresh && observedAt !== null && ` · ${words.stale}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

function markOf(points: Evidence['points']): MarkedVerdict {
  return points === 'nothing' ? 'blind' : points
}
